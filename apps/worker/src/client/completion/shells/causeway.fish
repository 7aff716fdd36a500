# fish completion of causeway; put into ~/.config/fish/config.fish:  causeway completion fish | source
#
# Asks `causeway complete -- WORDS…`, whose last word is the one under the cursor.
function __causeway_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] complete -- $words[2..-1] 2>/dev/null)
    if test "$found[1]" = :files
        __fish_complete_path (commandline -ct)
    else if test (count $found) -gt 0
        printf '%s\n' $found
    end
end
complete -c causeway -f -a '(__causeway_complete)'
