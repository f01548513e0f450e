package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/futurelint/futurelint"
)

// Completion scripts have the program itself say what can follow, so that they are
// short and never out of date.
var completionScripts = map[string]string{
	"bash": `# futurelint's completion for bash: source <(futurelint completion bash)
_futurelint() {
	local line=("${COMP_WORDS[@]:1:COMP_CWORD}") cur=${COMP_WORDS[COMP_CWORD]}
	# bash takes = and : for words of their own.
	local joined=() word glue=
	for word in "${line[@]}"; do
		if [[ $word == = || $glue ]] && ((${#joined[@]})); then
			joined[-1]+=$word
			glue=
			[[ $word == = ]] && glue=1
		else
			joined+=("$word")
		fi
	done
	[[ $cur == = ]] && cur=
	local IFS=$'\n'
	COMPREPLY=($(compgen -W "$(futurelint complete "${joined[@]}" 2>/dev/null)" -- "$cur"))
	[[ ${COMPREPLY[0]} == *[=,] ]] && compopt -o nospace
}
complete -o default -F _futurelint futurelint
`,
	"zsh": `#compdef futurelint
# futurelint's completion for zsh: source <(futurelint completion zsh)
_futurelint() {
	local -a found
	found=(${(f)"$(futurelint complete "${(@)words[2,$CURRENT]}" 2>/dev/null)"})
	if [[ $PREFIX == -*=* ]]; then
		compset -P '*='
	fi
	compadd -a found || _files
}
if [[ $funcstack[1] == _futurelint ]]; then
	_futurelint "$@"
else
	compdef _futurelint futurelint
fi
`,
	"fish": `# futurelint's completion for fish: futurelint completion fish | source
function __futurelint_complete
	set -l line (commandline -opc) (commandline -ct)
	set -l cur (commandline -ct)
	set -l all (futurelint complete $line[2..-1] 2>/dev/null)
	if test -z "$all"
		__fish_complete_path $cur
	end
	for found in $all
		if string match -q -- '-*=*' $cur
			echo (string replace -r '=.*' '=' -- $cur)$found
		else
			echo $found
		end
	end
end
complete -c futurelint -f -a '(__futurelint_complete)'
`,
}

// completion prints the completion script of a shell.
func completion(w io.Writer, args []string) error {
	if len(args) != 1 || completionScripts[args[0]] == "" {
		return fmt.Errorf("completion: for which shell? there are bash, zsh and fish")
	}
	_, err := io.WriteString(w, completionScripts[args[0]])
	return err
}

// complete prints what the last of the words, which are those of a command line
// behind the program's name, may become. Of a word like -f=t it prints what may
// stand behind the =.
func complete(w io.Writer, args []string) error {
	for _, s := range candidates(args) {
		if _, err := fmt.Fprintln(w, s); err != nil {
			return err
		}
	}
	return nil
}

func candidates(words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	last := len(words) - 1
	current := words[last]
	var all []string
	flag, value, inFlag := strings.Cut(current, "=")
	switch {
	case strings.HasPrefix(flag, "-") && inFlag:
		all, current = values(flag, value), value
	case last > 0 && values(words[last-1], "") != nil && !strings.Contains(words[last-1], "="):
		all = values(words[last-1], current)
	case strings.HasPrefix(current, "-"):
		for _, name := range flagNames() {
			all = append(all, "-"+name)
		}
		if rest, ok := strings.CutPrefix(current, "--"); ok {
			current = "-" + rest
		}
	case words[0] == "explain" && last > 0:
		all = checkNames()
	case words[0] == "completion" && last == 1:
		all = []string{"bash", "fish", "zsh"}
	case last == 0:
		for name := range subcommands {
			if name != "complete" {
				all = append(all, name)
			}
		}
	}
	all = slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(s, current) })
	slices.Sort(all)
	return all
}

// values returns what the value of a flag may be, nil if that is anybody's guess.
func values(flag, typed string) []string {
	switch strings.TrimLeft(flag, "-") {
	case "f":
		return formatNames()
	case "tier":
		return []string{"default", "strict"}
	case "tests":
		return []string{"auto", "all", "none"}
	case "checks":
		// The term behind the last comma, negated or not.
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		if strings.HasPrefix(typed[len(before):], "-") {
			before += "-"
		}
		names := append(checkNames(), "all")
		for i := range names {
			names[i] = before + names[i]
		}
		return names
	}
	return nil
}

func checkNames() []string {
	var names []string
	for _, c := range futurelint.Checks() {
		names = append(names, c.Name)
		for _, sub := range c.Subs {
			names = append(names, sub.ID())
		}
	}
	return names
}
