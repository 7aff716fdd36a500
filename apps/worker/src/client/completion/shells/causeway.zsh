#compdef causeway
# zsh completion of causeway; put into ~/.zshrc, behind compinit:  source <(causeway completion zsh)
#
# Asks `causeway complete -- WORDS…`, whose last word is the one under the cursor.
_causeway() {
  local -a answer found
  local line word about
  answer=("${(@f)$("${words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2> /dev/null)}")
  if [[ "${answer[1]}" == :files ]]; then
    _files
    return
  fi
  for line in "${answer[@]}"; do
    [[ -n "$line" ]] || continue
    word="${line%%$'\t'*}"
    about="${line#*$'\t'}"
    found+=("${word//:/\\:}:$about")
  done
  _describe causeway found
}
if [[ "${funcstack[1]}" == _causeway ]]; then _causeway "$@"; else compdef _causeway causeway; fi
