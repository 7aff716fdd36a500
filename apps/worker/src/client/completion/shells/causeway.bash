# bash completion of causeway; put into ~/.bashrc:  source <(causeway completion bash)
#
# Asks `causeway complete -- WORDS…`, whose last word is the one under the cursor. Splits the line itself, since bash splits addresses at their
# colons; works with the bash 3.2 of macOS too.
_causeway() {
  local line="${COMP_LINE:0:COMP_POINT}" current before word words
  read -a words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  current="${words[${#words[@]}-1]}"
  before="${current%"${current##*[:=]}"}" # bash completes what stands behind the last colon
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    if [[ "$word" == :files ]]; then
      compopt -o filenames 2> /dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
    else
      word="$(printf '%q' "$word")"
      COMPREPLY+=("${word#"$before"}")
    fi
  done < <("${COMP_WORDS[0]}" complete -- "${words[@]:1}" 2> /dev/null)
}
complete -F _causeway causeway
