#!/usr/bin/env bash
# Confluent's serializers for Python, from PyPI: what ours are tested against. Prints the python to run.
NAME=python-peers
here=$(dirname "$(readlink -f "$0")")
. "$here/../services/native/lib.sh"

lock
need python3 python3
python3 -c 'import ensurepip' 2>/dev/null || apt_install python3-venv || true
if ! cmp -s "$here/requirements.txt" "$home/venv/requirements.txt"; then
  note "getting $(tr '\n' ' ' <"$here/requirements.txt")"
  rm -rf "$home/venv"
  if ! { python3 -m venv "$home/venv" && "$home/venv/bin/pip" install -q -r "$here/requirements.txt"; } >"$home/pip.log" 2>&1; then
    tail -n 5 "$home/pip.log" >&2
    die "pip could not get them; see $home/pip.log (needs Python's venv: Debian package python3-venv)"
  fi
  cp "$here/requirements.txt" "$home/venv/"
fi
echo "$home/venv/bin/python"
