#!/usr/bin/env bash
# Java's own converters and transformations, and Apicurio's Avro converter, from their published jars: what ours are
# compared with. Prints two lines: the java to run, and the class path.
#   CONNECT_VERSION 4.3.1, APICURIO_CONVERTER_VERSION 2.6.13.Final
NAME=java-peers
. "$(dirname "$(readlink -f "$0")")/../services/native/lib.sh"
CONNECT_VERSION=${CONNECT_VERSION:-4.3.1} APICURIO_CONVERTER_VERSION=${APICURIO_CONVERTER_VERSION:-2.6.13.Final}

lock
find_java 17 99
maven_libs "$home/libs" "org.apache.kafka:connect-api:$CONNECT_VERSION" "org.apache.kafka:connect-json:$CONNECT_VERSION" \
  "org.apache.kafka:connect-runtime:$CONNECT_VERSION" "org.apache.kafka:connect-transforms:$CONNECT_VERSION" \
  "io.apicurio:apicurio-registry-utils-converter:$APICURIO_CONVERTER_VERSION" org.slf4j:slf4j-nop:1.7.36
printf '%s\n' "$JAVA/bin/java" "$home/libs/*"
