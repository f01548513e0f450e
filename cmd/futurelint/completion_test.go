package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCandidates(t *testing.T) {
	for line, want := range map[string][]string{
		"ex":                     {"explain"},
		"explain rejectnil/w":    {"rejectnil/wrapped-nil"},
		"-tier ":                 {"default", "strict"},
		"-tier=s":                {"strict"},
		"--tie":                  {"-tier"},
		"-f te":                  {"text"},
		"-checks -orphan/t":      {"-orphan/ticker"},
		"-checks=orphan,-afterw": {"orphan,-afterwait", "orphan,-afterwait/canceled", "orphan,-afterwait/derived", "orphan,-afterwait/kept"},
		"-orphan.tick":           {"-orphan.ticker"},
		"-tier=strict ./in":      nil,
		"completion ":            {"bash", "fish", "zsh"},
		"list x":                 nil,
		"comp":                   {"completion"},
	} {
		if diff := cmp.Diff(want, candidates(strings.Split(line, " ")), cmp.Transformer("empty", func(s []string) []string {
			if len(s) == 0 {
				return nil
			}
			return slices.Clone(s)
		})); diff != "" && !(len(want) == 0 && len(candidates(strings.Split(line, " "))) == 0) {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

// TestCompletionShells has the real shells complete.
func TestCompletionShells(t *testing.T) {
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ shell, script string }{
		{"bash", `source <(futurelint completion bash)
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _futurelint 2>/dev/null; printf '%s\n' "${COMPREPLY[@]}"; }
try futurelint -ti
try futurelint -tier = s
try futurelint explain orphan/tick`},
		{"zsh", `compdef() { : }
source <(futurelint completion zsh)
compset() { PREFIX=${PREFIX##*=} }
compadd() { print -l -- ${(M)found:#$PREFIX*} }
try() { words=("$@"); CURRENT=$#; PREFIX=${@[-1]}; _futurelint }
try futurelint -ti
try futurelint -tier=s
try futurelint explain orphan/tick`},
		{"fish", `futurelint completion fish | source
complete -C 'futurelint -ti'
complete -C 'futurelint -tier=s'
complete -C 'futurelint explain orphan/tick'`},
	} {
		t.Run(test.shell, func(t *testing.T) {
			shell, err := exec.LookPath(test.shell)
			if err != nil {
				t.Skip(err)
			}
			cmd := exec.Command(shell, "-c", test.script)
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(name)+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+t.TempDir())
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			got := strings.Fields(strings.ReplaceAll(string(out), "-tier=strict", "strict"))
			if diff := cmp.Diff([]string{"-tier", "strict", "orphan/ticker"}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
