#!/usr/bin/env bash
# Apache Kafka (KRaft, broker and controller in one process) from its published jars.
#   KAFKA_PORT 9092, KAFKA_CONTROLLER_PORT 9093, KAFKA_SECURE_PORT 9094; PORT_OFFSET is added to all three defaults
#   KAFKA_NODES=3   a cluster of three; node N listens on the ports above + 10·(N-1)
#   KAFKA_SECURE=1  also SASL_SSL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) and ACLs; users admin/admin-secret (may do
#                   everything) and connect/connect-secret; ca.pem, truststore.p12 (changeit), client certificate and
#                   client-*.properties in $CAUSEWAY_SERVICES_HOME/kafka/tls
#   KAFKA_HEAP 512m a node, KAFKA_VERSION 4.3.1, KAFKA_LOG_LEVEL WARN
#   KAFKA_PROPERTIES  broker properties on top, separated by newlines
NAME=kafka
. "$(dirname "$(readlink -f "$0")")/lib.sh"
KAFKA_VERSION=${KAFKA_VERSION:-4.3.1} KAFKA_NODES=${KAFKA_NODES:-1} KAFKA_SECURE=${KAFKA_SECURE:-0}
port KAFKA_PORT 9092; port KAFKA_CONTROLLER_PORT 9093; port KAFKA_SECURE_PORT 9094
[[ $KAFKA_NODES =~ ^[1-9]$ ]] || die "KAFKA_NODES=$KAFKA_NODES must be 1 to 9"
store=$data/nodes-$KAFKA_NODES tls=$home/tls

members() { seq "$KAFKA_NODES"; }
# listed PORT: the addresses of all nodes for the port of node 1
listed() { local i list=''; for i in $(members); do list+=,127.0.0.1:$(($1 + 10 * (i - 1))); done; echo "${list#,}"; }
address() {
  if [ "$KAFKA_SECURE" = 1 ]; then echo "$(listed "$KAFKA_PORT") SASL_SSL $(listed "$KAFKA_SECURE_PORT")"; else listed "$KAFKA_PORT"; fi
}

make_tls() {
  [ ! -e "$tls/done" ] || return 0
  need openssl openssl
  rm -rf "$tls"; mkdir -p "$tls"; chmod 700 "$tls"
  (
    cd "$tls"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >broker.ext
    printf 'extendedKeyUsage=clientAuth\n' >client.ext
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=causeway test CA' -keyout ca.key -out ca.pem
    for name in broker client; do
      openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr
      openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile $name.ext -out $name.crt
      cat $name.key $name.crt >$name.pem
    done
    "$JAVA/bin/keytool" -importcert -noprompt -alias ca -file ca.pem -keystore truststore.p12 -storetype PKCS12 -storepass changeit
    rm -f ./*.csr ./*.ext ./*.srl
  ) >"$home/tls.log" 2>&1 || die "could not make the certificates; see $home/tls.log"
  touch "$tls/done"
}
# for the Java tools and for clients that read Java properties
client_properties() {
  local user mechanism kind
  for user in admin connect; do
    for mechanism in PLAIN SCRAM-SHA-256 SCRAM-SHA-512; do
      kind=scram.ScramLoginModule
      [ $mechanism != PLAIN ] || kind=plain.PlainLoginModule
      cat >"$tls/client-$user-${mechanism,,}.properties" <<TEXT
security.protocol=SASL_SSL
sasl.mechanism=$mechanism
sasl.jaas.config=org.apache.kafka.common.security.$kind required username="$user" password="$user-secret";
ssl.truststore.type=PEM
ssl.truststore.location=$tls/ca.pem
TEXT
    done
  done
}
server_properties() {
  local i=$1 shift_by=$((10 * ($1 - 1))) copies=$KAFKA_NODES voters='' n
  ((copies <= 3)) || copies=3
  for n in $(members); do voters+=,$n@127.0.0.1:$((KAFKA_CONTROLLER_PORT + 10 * (n - 1))); done
  local plain=PLAINTEXT://127.0.0.1:$((KAFKA_PORT + shift_by)) secure=''
  [ "$KAFKA_SECURE" != 1 ] || secure=,SASL_SSL://127.0.0.1:$((KAFKA_SECURE_PORT + shift_by))
  cat <<TEXT
process.roles=broker,controller
node.id=$i
controller.quorum.voters=${voters#,}
listeners=$plain,CONTROLLER://127.0.0.1:$((KAFKA_CONTROLLER_PORT + shift_by))$secure
advertised.listeners=$plain$secure
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
log.dirs=$store/$i
num.partitions=1
default.replication.factor=$copies
min.insync.replicas=$(((copies + 1) / 2))
offsets.topic.replication.factor=$copies
transaction.state.log.replication.factor=$copies
transaction.state.log.min.isr=$(((copies + 1) / 2))
share.coordinator.state.topic.replication.factor=$copies
share.coordinator.state.topic.min.isr=$(((copies + 1) / 2))
group.initial.rebalance.delay.ms=0
TEXT
  [ "$KAFKA_SECURE" != 1 ] || cat <<TEXT
listener.name.sasl_ssl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_admin="admin-secret" user_connect="connect-secret";
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.ssl.keystore.type=PEM
listener.name.sasl_ssl.ssl.keystore.location=$tls/broker.pem
listener.name.sasl_ssl.ssl.truststore.type=PEM
listener.name.sasl_ssl.ssl.truststore.location=$tls/ca.pem
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=true
super.users=User:admin;User:ANONYMOUS
TEXT
  printf '%s\n' "${KAFKA_PROPERTIES:-}"
}
log4j() {
  cat >"$home/log4j2.properties" <<TEXT
rootLogger.level=${KAFKA_LOG_LEVEL:-WARN}
rootLogger.appenderRef.a.ref=A
appender.A.type=Console
appender.A.name=A
appender.A.target=SYSTEM_ERR
appender.A.layout.type=PatternLayout
appender.A.layout.pattern=%d %p %m (%c:%L)%n
TEXT
}
prepare() {
  find_java 17 99
  maven_libs "$home/libs" "org.apache.kafka:kafka_2.13:$KAFKA_VERSION" "org.apache.kafka:kafka-tools:$KAFKA_VERSION" \
    org.apache.logging.log4j:log4j-slf4j-impl:2.25.1 org.apache.logging.log4j:log4j-core:2.25.1
  log4j
  if [ "$KAFKA_SECURE" = 1 ]; then make_tls; client_properties; fi
}
java_kafka() { "$JAVA/bin/java" "-Dlog4j2.configurationFile=$home/log4j2.properties" -cp "$home/libs/*" "$@"; }

launch() {
  local i=$1 id mechanism user scram=()
  (
    KAFKA_PORT=$((KAFKA_PORT + 10 * (i - 1))) KAFKA_CONTROLLER_PORT=$((KAFKA_CONTROLLER_PORT + 10 * (i - 1)))
    KAFKA_SECURE_PORT=$((KAFKA_SECURE_PORT + 10 * (i - 1)))
    ports_free KAFKA_PORT KAFKA_CONTROLLER_PORT
    [ "$KAFKA_SECURE" != 1 ] || ports_free KAFKA_SECURE_PORT
  ) || exit 1
  mkdir -p "$store/$i"
  server_properties "$i" >"$run/server-$i.properties"
  if [ ! -e "$store/$i/meta.properties" ]; then
    if [ ! -s "$store/cluster-id" ]; then
      id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
      echo "${id/#-/A}" >"$store/cluster-id"
    fi
    for mechanism in SCRAM-SHA-256 SCRAM-SHA-512; do
      for user in admin connect; do scram+=(--add-scram "$mechanism=[name=$user,password=$user-secret]"); done
    done
    java_kafka kafka.tools.StorageTool format -t "$(cat "$store/cluster-id")" -c "$run/server-$i.properties" "${scram[@]}" \
      >"$run/format-$i.log" 2>&1 </dev/null 9>&- || { tail -n 5 "$run/format-$i.log" >&2; die "could not format; see $run/format-$i.log"; }
  fi
  spawn "$i" "$JAVA/bin/java" "-Xmx${KAFKA_HEAP:-512m}" -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -Djava.awt.headless=true \
    "-Djava.io.tmpdir=$home/tmp" "-Dlog4j2.configurationFile=$home/log4j2.properties" -cp "$home/libs/*" \
    kafka.Kafka "$run/server-$i.properties"
}
# Ready is: every node answers a Metadata request (version 1, no topics) and names all nodes as live brokers.
ready() {
  local i count
  for i in $(members); do
    # shellcheck disable=SC2016
    count=$(timeout 5 bash -c '
      exec 3<>"/dev/tcp/127.0.0.1/$0"
      printf "\0\0\0\016\0\003\0\001\0\0\0\001\377\377\0\0\0\0" >&3
      head -c 12 <&3 | od -An -tu1 | tr -s " \n" " "' $((KAFKA_PORT + 10 * (i - 1)))) || return 1
    [ "$(awk '{print $12}' <<<"$count")" = "$KAFKA_NODES" ] || return 1
  done
}
status() { # of what was started, whatever KAFKA_NODES is now
  local live; live=$(running)
  if [ -z "$live" ]; then printf '%-20s down\n' "$LABEL"; return 3; fi
  KAFKA_NODES=$(known | wc -l)
  KAFKA_PORT=$(started_port)
  if ready >/dev/null 2>&1; then report up; else report "up in part"; return 4; fi
}
wipe() { rm -rf "$data" "$tls"; }
[ "${BASH_SOURCE[0]}" != "$0" ] || main "$@"
