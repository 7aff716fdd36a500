# shellcheck shell=bash disable=SC2015,SC2034,SC2154
# The JDK that a service runs on. Sourced by lib.sh.

# where this system keeps its JDKs
JVM_FOLDER=${JVM_FOLDER:-/usr/lib/jvm}

java_major() {
  local v
  v=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null | head -n 1) || true
  [ -n "$v" ] || v=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1) || true
  v=${v#1.}; v=${v%%[.+-]*}
  [[ $v =~ ^[0-9]+$ ]] && echo "$v" || echo 0
}

# jdk_from_unstable: Debian 12 packages no JDK after 17. Unstable's is copied with the system libraries it was made for, and
# its programs are told to use those and not this system's older ones.
jdk_from_unstable() {
  local jdk=$CAUSEWAY_SERVICES_HOME/jdk root=$CAUSEWAY_SERVICES_HOME/jdk.root file
  need patchelf patchelf
  exec 8>"$CAUSEWAY_SERVICES_HOME/.jdk.lock"
  flock -w 1800 8 || die "another script has been unpacking a JDK for half an hour"
  if [ ! -d "$jdk" ]; then
    # unpacked and not set up: that would want a mounted /proc, and does nothing that is needed here
    unstable_root "$root" --download-only openjdk-25-jdk-headless
    for file in "$root"/var/cache/apt/archives/*.deb; do dpkg-deb --extract "$file" "$root"; done
    rm -rf "$jdk.new"; mkdir -p "$jdk.new/system"
    # some of its links lead to files that only the set up package has
    chroot "$root" sh -c 'cp -rL /usr/lib/jvm/java-25-openjdk-* /jdk' >"$home/jdk.log" 2>&1 || true
    mv "$root"/jdk/* "$jdk.new/"
    find "$root"/usr/lib/*-linux-gnu -maxdepth 1 -name '*.so*' -exec cp -P {} "$jdk.new/system/" \;
    for file in "$jdk.new"/bin/* "$jdk.new/lib/jspawnhelper"; do
      patchelf --set-interpreter "$jdk/system/$(basename "$(patchelf --print-interpreter "$file")")" \
        --force-rpath --set-rpath "\$ORIGIN/../lib:$jdk/system" "$file" || die "could not adapt $file"
    done >"$home/jdk.log" 2>&1
    mv "$jdk.new" "$jdk"
    rm -rf "$root"
  fi
  exec 8>&-
}

# find_java MIN MAX: sets JAVA (its folder) and JAVA_MAJOR to the first JDK of a version in that range, looked for in
# $JAVA_HOME, on the PATH, in $JVM_FOLDER and in what was unpacked before; as root a missing one is got
find_java() {
  local min=$1 max=$2 found=''
  pick_java() {
    local dir major
    for dir in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /)")")")" "$JVM_FOLDER"/* "$CAUSEWAY_SERVICES_HOME/jdk"; do
      [ -x "$dir/bin/java" ] && [ -x "$dir/bin/javac" ] || continue
      major=$(java_major "$dir")
      if ((major >= min && major <= max)); then JAVA=$dir JAVA_MAJOR=$major; return 0; fi
    done
    return 1
  }
  pick_java && return
  if [ "$(id -u)" = 0 ] && command -v apt-cache >/dev/null; then
    offered() { apt-cache show "openjdk-$1-jdk-headless" >/dev/null 2>&1; }
    for round in 1 2; do
      for v in 17 21 25; do
        if ((v >= min && v <= max)) && offered $v; then found=$v; break 2; fi
      done
      [ $round = 2 ] || apt update >/dev/null 2>&1 || true
    done
    if [ -n "$found" ]; then apt_install "openjdk-$found-jdk-headless" || true; else jdk_from_unstable; fi
    pick_java && return
  fi
  local range="$min or later" why="this system's packages offer none: unpack one and set JAVA_HOME"
  ((max > 90)) || range="$min to $max"
  if [ -n "$found" ]; then why="installing openjdk-$found-jdk-headless failed, see $home/apt.log"; fi
  if [ "$(id -u)" != 0 ]; then why="install a package openjdk-VERSION-jdk-headless (run as root, this script does it)"; fi
  die "needs a JDK $range and found none in JAVA_HOME, on the PATH or in $JVM_FOLDER; $why"
}

# Newer JDKs warn about, or refuse, what older libraries do; the flags that allow it exist only there
java_compat_flags() {
  printf '%s\n' --enable-native-access=ALL-UNNAMED
  if ((JAVA_MAJOR >= 23)); then printf '%s\n' --sun-misc-unsafe-memory-access=allow; fi
}
