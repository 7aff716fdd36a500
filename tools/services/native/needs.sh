# shellcheck shell=bash disable=SC2015,SC2034,SC2154
# What a service needs and how it is got: Debian packages, jars. Sourced by lib.sh.

# apt COMMAND…: apt-get, one at a time, where scripts run side by side
apt() { flock "$CAUSEWAY_SERVICES_HOME/.apt.lock" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 "$@"; }
# apt_install PACKAGE…: as root only; nothing that gets installed starts a daemon of its own
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  local policy=/usr/sbin/policy-rc.d mine='' rc=0 install=(install -y --no-install-recommends "$@")
  note "installing $*"
  if [ ! -e $policy ]; then mine=1; printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy; fi
  { apt "${install[@]}" || { apt update || true; apt "${install[@]}"; }; } >"$home/apt.log" 2>&1 </dev/null 9>&- || rc=1
  [ -z "$mine" ] || rm -f $policy
  hash -r
  return $rc
}
# need COMMAND PACKAGE…: COMMAND must be there; as root a missing one is installed
need() {
  local command=$1; shift
  command -v "$command" >/dev/null 2>&1 && return
  apt_install "$@" || true
  command -v "$command" >/dev/null 2>&1 ||
    die "'$command' is missing: install the Debian package $* (run as root, this script does it) or put $command on the PATH"
}

# unstable_root DIR APT_INSTALL_ARGUMENT…: DIR gets a small Debian unstable with the packages, to chroot into
unstable_root() {
  local root=$1; shift
  need debootstrap debootstrap
  rm -rf "$root"; mkdir -p "$(dirname "$root")"
  note "unpacking Debian unstable for $* into $root"
  {
    debootstrap --variant=minbase sid "$root" &&
      printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d" &&
      DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -q --no-install-recommends "$@"
  } >"$home/debootstrap.log" 2>&1 </dev/null 9>&- || { tail -n 5 "$home/debootstrap.log" >&2; die "that failed; see $home/debootstrap.log"; }
}

# maven_libs DIR COORDINATE…: DIR gets the jars of group:artifact:version and of all they need at run time; of
# group:artifact:version:type:classifier that one file alone
maven_libs() {
  local dir=$1 c group artifact version type classifier pom; shift
  [ "$(cat "$dir/.coordinates" 2>/dev/null)" != "$*" ] || return 0
  need mvn maven
  note "getting $*"
  pom=$home/pom
  rm -rf "$dir" "$pom"; mkdir -p "$dir" "$pom"
  {
    echo "<project><modelVersion>4.0.0</modelVersion><groupId>causeway</groupId><artifactId>$NAME</artifactId><version>1</version><packaging>pom</packaging><dependencies>"
    for c in "$@"; do
      IFS=: read -r group artifact version type classifier <<<"$c"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>"
      [ -z "$type" ] || echo "<type>$type</type><classifier>$classifier</classifier><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
      echo "</dependency>"
    done
    echo "</dependencies></project>"
  } >"$pom/pom.xml"
  local get=(mvn -q -B -f "$pom/pom.xml" dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$dir")
  # twice: a download that broke off, or that another Maven had under way in the same local repository
  if ! "${get[@]}" >"$home/mvn.log" 2>&1 </dev/null 9>&- && ! "${get[@]}" -U >"$home/mvn.log" 2>&1 </dev/null 9>&-; then
    tail -n 15 "$home/mvn.log" >&2
    die "Maven could not get it; see $home/mvn.log"
  fi
  echo "$*" >"$dir/.coordinates"
}
