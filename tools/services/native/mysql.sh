#!/usr/bin/env bash
# MySQL (Oracle's server, not MariaDB) as Debian's unstable release packages it, in a root folder of its own. Needs root.
#   MYSQL_PORT 3306 (PORT_OFFSET is added to the default); MYSQL_ARGS, further mysqld options
#   user connect / connect-secret with all rights, database demo; root without password; row binlog with GTIDs
#   mysql.sh client ARGS    the mysql client as user connect in database demo (MYSQL_USER=root for root)
# Without root: MYSQLD=/path/to/mysqld and MYSQL_CLIENT=/path/to/mysql use an installed server.
NAME=mysql
. "$(dirname "$(readlink -f "$0")")/lib.sh"
port MYSQL_PORT 3306
MYSQLD=${MYSQLD:-} MYSQL_CLIENT=${MYSQL_CLIENT:-/usr/bin/mysql}
root=$home/root
if [ -n "$MYSQLD" ]; then inside='' store=$data socket=mysql.sock; else inside=$root store=/var/lib/mysql-causeway socket=/run/mysqld/causeway.sock; fi

# in_root COMMAND…: in the root folder when there is one, else here
in_root() { if [ -n "$MYSQLD" ]; then "$@"; else chroot "$root" "$@"; fi; }
address() { echo "127.0.0.1:$MYSQL_PORT"; }
prepare() {
  [ -z "$MYSQLD" ] || { command -v "$MYSQLD" >/dev/null || die "MYSQLD=$MYSQLD is no command"; return 0; }
  [ "$(id -u)" = 0 ] || die "needs root to unpack Debian's MySQL (debootstrap, chroot); or set MYSQLD and MYSQL_CLIENT"
  [ ! -e "$root/done" ] || return 0
  unstable_root "$root" mysql-server-core mysql-client-core
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}
  touch "$root/done"
}
launch() {
  local as=() mysqld=${MYSQLD:-/usr/sbin/mysqld}
  ports_free MYSQL_PORT
  [ "$(id -u)" != 0 ] || as=(--user=root)
  if [ ! -d "$inside$store/mysql" ]; then
    rm -rf "${inside:?}$store"; mkdir -p "$inside$store" "$inside$(dirname "$store")"
    in_root "$mysqld" --no-defaults --initialize-insecure ${as[@]+"${as[@]}"} "--datadir=$store" >"$run/init.log" 2>&1 </dev/null 9>&- ||
      { tail -n 5 "$run/init.log" >&2; die "could not make the data folder; see $run/init.log"; }
  fi
  [ -n "$MYSQLD" ] || mkdir -p "$root/run/mysqld"
  if [ -n "$MYSQLD" ]; then rm -f "$data/$socket"*; else rm -f "$root$socket"*; fi # a killed server leaves them behind
  cat >"$inside$store/init.sql" <<'SQL'
CREATE DATABASE IF NOT EXISTS demo;
CREATE USER IF NOT EXISTS connect@'%' IDENTIFIED BY 'connect-secret';
GRANT ALL ON *.* TO connect@'%' WITH GRANT OPTION;
SQL
  local command=("$mysqld" --no-defaults ${as[@]+"${as[@]}"} "--datadir=$store" "--port=$MYSQL_PORT" --bind-address=127.0.0.1 --mysqlx=OFF
    "--socket=$socket" "--pid-file=$store/mysqld.pid" "--init-file=$store/init.sql" --secure-file-priv= --server-id=1
    --log-bin=binlog --gtid-mode=ON --enforce-gtid-consistency=ON --binlog-row-image=FULL --local-infile=ON)
  [ -n "$MYSQLD" ] || command=(chroot "$root" "${command[@]}")
  # shellcheck disable=SC2086
  spawn "$1" "${command[@]}" ${MYSQL_ARGS:-}
}
client() {
  local user=${MYSQL_USER:-connect} password=connect-secret
  [ "$user" = connect ] || password=${MYSQL_PASSWORD:-}
  local port; port=$(started_port) || exit 1
  MYSQL_PWD=$password in_root "$MYSQL_CLIENT" --no-defaults -h127.0.0.1 "-P$port" "-u$user" "$@"
}
ready() { client demo -e 'select 1' </dev/null; }
other() { case $1 in client) shift; client demo "$@" ;; *) return 127 ;; esac; }
wipe() { rm -rf "$data" "${root:?}/var/lib/mysql-causeway"; }
main "$@"
