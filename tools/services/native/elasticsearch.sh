#!/usr/bin/env bash
# Elasticsearch, one node, from the jars that are published for it (see README.md for what those lack).
#   ES_VERSION 9.5.3 (each version has its own data)
#   ES_PORT 9200, ES_TRANSPORT_PORT 9300 (PORT_OFFSET is added to both defaults)
#   ES_SETTINGS  node settings, name=value, separated by spaces: 'action.auto_create_index=false', say
#   ES_HEAP 512m; needs a JDK 21 or later
ES_VERSION=${ES_VERSION:-9.5.3}
NAME=elasticsearch HOME_NAME=elasticsearch/$ES_VERSION LABEL="elasticsearch $ES_VERSION"
. "$(dirname "$(readlink -f "$0")")/lib.sh"
port ES_PORT 9200; port ES_TRANSPORT_PORT 9300
sources=$SERVICES/java/elasticsearch url=http://127.0.0.1:$ES_PORT
node=$home/node classes=$home/classes
[[ $ES_VERSION == 9.* ]] || die "ES_VERSION=$ES_VERSION: only 9 is known here"

address() { echo "$url"; }
descriptor() { # NAME CLASS DESCRIPTION
  printf '%s\n' "name=$1" "classname=$2" "description=$3" "version=$ES_VERSION" "elasticsearch.version=$ES_VERSION" java.version=17
}
prepare() {
  local jar zstd platform module=$node/modules/transport-netty4 rest=$node/modules/causeway-endpoints f stale=
  need curl curl
  find_java 21 99
  maven_libs "$home/libs" "org.elasticsearch:elasticsearch:$ES_VERSION" "org.elasticsearch.plugin:transport-netty4:$ES_VERSION"
  for f in "$home/libs/.coordinates" "$sources"/*.java; do
    [ "$home/.built" -nt "$f" ] || stale=1
  done
  [ -n "$stale" ] || return 0
  rm -rf "$home/server" "$classes" "$home/rest" "$node"
  # The layout: netty and its transport are a module, everything else is on the class path.
  mkdir -p "$home/server" "$classes" "$home/rest" "$module" "$rest" "$node/config" "$node/plugins"
  for jar in "$home"/libs/*.jar; do
    case ${jar##*/} in
      netty-* | transport-netty4-*) ln -s "$jar" "$module/" ;;
      *) ln -s "$jar" "$home/server/" ;;
    esac
  done
  # Its descriptor is in its jar. Without the modulename line it loads from a plain class loader, as it must where the
  # server itself is on the class path and not on the module path.
  (cd "$module" && "$JAVA/bin/jar" --extract --file "transport-netty4-$ES_VERSION.jar" META-INF/es-plugins/transport-netty4/plugin-descriptor.properties)
  grep -v '^modulename' "$module/META-INF/es-plugins/transport-netty4/plugin-descriptor.properties" >"$module/plugin-descriptor.properties"
  rm -rf "$module/META-INF"
  # The distribution brings its own libzstd; the system's does.
  zstd=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | sed -n 's/.*libzstd\.so\.1 .*=> //p' | head -n 1)
  [ -n "$zstd" ] || die "libzstd is missing: install the Debian package libzstd1"
  case $(uname -m) in aarch64) platform=linux-aarch64 ;; *) platform=linux-x64 ;; esac
  mkdir -p "$node/lib/platform/$platform"
  ln -sfn "$zstd" "$node/lib/platform/$platform/libzstd.so"
  printf '%s\n' 'status = error' 'appender.console.type = Console' 'appender.console.name = console' \
    'appender.console.layout.type = PatternLayout' 'appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n' \
    'rootLogger.level = info' 'rootLogger.appenderRef.console.ref = console' >"$node/config/log4j2.properties"
  {
    "$JAVA/bin/javac" -cp "$home/server/*" -d "$classes" "$sources/EsMain.java" &&
      "$JAVA/bin/javac" -cp "$home/server/*" -d "$home/rest" "$sources/Endpoints.java" "$sources/DataStreams.java" &&
      "$JAVA/bin/jar" --create --file "$rest/causeway-endpoints.jar" -C "$home/rest" .
  } >"$home/javac.log" 2>&1 || { cat "$home/javac.log" >&2; die "could not compile the launcher for $ES_VERSION"; }
  descriptor causeway-endpoints causeway.es.Endpoints 'Root page and data stream endpoints' >"$rest/plugin-descriptor.properties"
  touch "$home/.built"
}
launch() {
  local flags
  ports_free ES_PORT ES_TRANSPORT_PORT
  mapfile -t flags < <(java_compat_flags)
  # shellcheck disable=SC2086
  spawn "$1" "$JAVA/bin/java" "-Xms${ES_HEAP:-512m}" "-Xmx${ES_HEAP:-512m}" ${ES_JAVA_OPTS:-} \
    "-Des.path.home=$node" "-Djava.io.tmpdir=$home/tmp" -Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false \
    --add-modules=jdk.incubator.vector "${flags[@]}" \
    -Dio.netty.noUnsafe=true -Dio.netty.noKeySetOptimization=true -Dio.netty.recycler.maxCapacityPerThread=0 \
    -Dlog4j2.disable.jmx=true -Dlog4j.shutdownHookEnabled=false -Dfile.encoding=UTF-8 \
    -cp "$classes:$home/server/*" EsMain "$node" "$data" "$ES_PORT" "$ES_TRANSPORT_PORT" ${ES_SETTINGS:-}
}
ready() { curl -fsS -m 5 "$(at)/_cluster/health?wait_for_status=yellow&timeout=1s"; }
main "$@"
