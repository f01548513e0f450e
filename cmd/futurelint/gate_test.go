package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A checkout is a git repository that a test works on: testdata/gate, which has
// findings in q and none in p, is its first commit.
type checkout struct {
	t    *testing.T
	dir  string // where the program runs
	env  []string
	args []string // of the program
}

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not there: ", err)
	}
	c := &checkout{t: t, dir: t.TempDir(), args: []string{"./..."}}
	none := filepath.Join(t.TempDir(), "none")
	c.env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+none, "GIT_CONFIG_NOSYSTEM=1", "GIT_ALLOW_PROTOCOL=file",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOTOOLCHAIN=local", "GOWORK=", "XDG_CACHE_HOME="+t.TempDir(),
		"GOCACHE="+command(t, "go", "env", "GOCACHE"))
	if err := os.CopyFS(c.dir, os.DirFS("testdata/gate")); err != nil {
		t.Fatal(err)
	}
	var dep struct{ Dir string }
	if err := json.Unmarshal([]byte(command(t, "go", "mod", "download", "-json", "golang.org/x/sync")), &dep); err != nil {
		t.Fatal(err)
	}
	c.write("go.mod", "module example.com/m\n\ngo 1.26.0\n\nrequire golang.org/x/sync v0.0.0\n\nreplace golang.org/x/sync => "+dep.Dir+"\n")
	c.git("init", "-q", "-b", "main")
	c.commit("base")
	c.git("tag", "base")
	return c
}

func (c *checkout) git(args ...string) {
	c.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	if out, err := cmd.CombinedOutput(); err != nil {
		c.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (c *checkout) commit(message string) {
	c.t.Helper()
	c.git("add", "-A")
	c.git("commit", "-q", "--allow-empty", "-m", message)
}

func (c *checkout) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

func (c *checkout) read(name string) string {
	c.t.Helper()
	data, err := os.ReadFile(c.path(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

func (c *checkout) write(name, text string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Dir(c.path(name)), 0o777); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(c.path(name), []byte(text), 0o666); err != nil {
		c.t.Fatal(err)
	}
}

// replace replaces the one place in a file where old stands.
func (c *checkout) replace(name, old, new string) {
	c.t.Helper()
	text := c.read(name)
	if strings.Count(text, old) != 1 {
		c.t.Fatalf("%q stands %d times in %s", old, strings.Count(text, old), name)
	}
	c.write(name, strings.Replace(text, old, new, 1))
}

func (c *checkout) rename(from, to string) {
	c.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(c.path(to)), 0o777), os.Rename(c.path(from), c.path(to))); err != nil {
		c.t.Fatal(err)
	}
}

// run runs the program, and returns what it prints.
func (c *checkout) run(args ...string) (stdout, stderr string, status int) {
	c.t.Helper()
	name, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(name, append(args, c.args...)...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, c.env, &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		c.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

var textFinding = regexp.MustCompile(`(?m)^(\S+?):\d+:\d+: .* \((\S+)\)$`)

// shown returns the findings of text output, as "file check".
func shown(stdout string) []string {
	var list []string
	for _, m := range textFinding.FindAllStringSubmatch(stdout, -1) {
		list = append(list, filepath.ToSlash(m[1])+" "+m[2])
	}
	return list
}

// want runs the program and compares its findings.
func (c *checkout) want(args []string, want ...string) {
	c.t.Helper()
	stdout, stderr, status := c.run(args...)
	if diff := cmp.Diff(want, shown(stdout)); diff != "" {
		c.t.Errorf("findings (-want +got):\n%s%s%s", diff, stdout, stderr)
	}
	code := clean
	if len(want) > 0 {
		code = findings
	}
	if status != code || stderr != "" {
		c.t.Errorf("exit status %d, want %d, standard error %q", status, code, stderr)
	}
}

const (
	unwaited  = "p/p.go orphan/unwaited"
	unbounded = "p/p.go unbounded/size"
	escapes   = "p/p.go panicrecover/escapes"
)

// recovery is what keeps the goroutine of serve from ending the process.
const recovery = "\t\tdefer func() {\n\t\t\tif r := recover(); r != nil {\n\t\t\t\tlog.Print(r)\n\t\t\t}\n\t\t}()\n\t\tparse"

func TestGate(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(c *checkout)
		want []string
	}{
		{"nothing changed", func(c *checkout) {}, nil},
		{"Wait deleted", func(c *checkout) { c.replace("p/p.go", "\twg.Wait()\n", "") }, []string{unwaited, unwaited}},
		{"SetLimit deleted", func(c *checkout) { c.replace("p/p.go", "\tg.SetLimit(8)\n", "") }, []string{unbounded}},
		{"recover deleted", func(c *checkout) { c.replace("p/p.go", recovery, "\t\tparse") }, []string{escapes}},
		{"comment above", func(c *checkout) { c.replace("q/q.go", "\tgo func", "\t// Ask.\n\tgo func") }, nil},
		{"comment on the line", func(c *checkout) { c.replace("q/q.go", "ask() }()", "ask() }() // ask") }, nil},
		{"function moved to another file", func(c *checkout) {
			text := c.read("q/q.go")
			at := strings.Index(text, "// First")
			c.write("q/first.go", "package q\n\nimport \"time\"\n\n"+text[at:])
			c.write("q/q.go", "// Package q has an old finding.\npackage q\n")
		}, nil},
		{"function moved within its file", func(c *checkout) {
			c.replace("q/q.go", "// First", "func second() {}\n\n// First")
		}, nil},
		{"file renamed", func(c *checkout) { c.rename("q/q.go", "q/first.go") }, nil},
		{"gofmt", func(c *checkout) {
			c.replace("q/q.go", "{ answers <- ask() }", "{\n\n\t\tanswers   <-   ask()\n\t}")
		}, nil},
		{"package moved", func(c *checkout) { c.rename("q", "internal/r") }, nil},
		{"package moved, and a second one copied", func(c *checkout) {
			c.write("s/q.go", c.read("q/q.go"))
			c.rename("q", "r")
		}, []string{"s/q.go orphan/abandoned-send"}},
		{"finding copied", func(c *checkout) {
			text := c.read("q/q.go")
			at := strings.Index(text, "// First")
			end := strings.Index(text, "\nfunc ask")
			c.write("q/q.go", text+"\n"+strings.ReplaceAll(text[at:end], "First", "Second"))
		}, []string{"q/q.go orphan/abandoned-send"}},
		{"package added", func(c *checkout) { c.write("r/r.go", strings.Replace(c.read("q/q.go"), "package q", "package r", 1)) },
			[]string{"r/r.go orphan/abandoned-send"}},
		{"old finding mended, another made", func(c *checkout) {
			c.replace("q/q.go", "make(chan string)", "make(chan string, 1)")
			c.replace("p/p.go", "\twg.Wait()\n", "")
		}, []string{unwaited, unwaited}},
		{"file deleted", func(c *checkout) {
			c.write("q/extra.go", "package q\n\nfunc extra() {}\n")
			c.commit("extra")
			c.git("tag", "-f", "base")
			if err := os.Remove(c.path("q/extra.go")); err != nil {
				c.t.Fatal(err)
			}
		}, nil},
		{"go.mod changed", func(c *checkout) {
			c.replace("go.mod", "module example.com/m", "module example.com/n")
			c.replace("p/p.go", "\twg.Wait()\n", "")
		}, []string{unwaited, unwaited}},
		{"other package makes the finding", func(c *checkout) {
			// Whether r.Send waits for ctx decides about s.
			const send = "package r\n\nimport \"context\"\n\nfunc Send(ctx context.Context, ch chan<- int) {\n\tselect {\n\tcase ch <- 1:\n\tcase <-ctx.Done():\n\t}\n}\n"
			c.write("r/r.go", send)
			c.write("s/s.go", strings.NewReplacer("package q", "package s", "import \"time\"", "import (\n\t\"context\"\n\t\"time\"\n\n\t\"example.com/m/r\"\n)",
				"chan string", "chan int", "answers <- ask()", "r.Send(context.TODO(), answers)", "(string, bool)", "(int, bool)", "return \"\"", "return 0").
				Replace(c.read("q/q.go")[:strings.Index(c.read("q/q.go"), "\nfunc ask")]))
			c.commit("two packages")
			c.git("tag", "-f", "base")
			c.write("r/r.go", send[:strings.Index(send, "\tselect")]+"\tch <- 1\n}\n")
		}, []string{"s/s.go orphan/abandoned-send"}},
		{"CRLF", func(c *checkout) {
			c.write("q/q.go", strings.ReplaceAll(c.read("q/q.go"), "\n", "\r\n"))
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCheckout(t)
			test.edit(c)
			t.Run("work tree", func(t *testing.T) { c.at(t).want([]string{"-new-from-rev", "base"}, test.want...) })
			c.commit("change")
			c.git("checkout", "-q", "-b", "other", "base")
			c.commit("elsewhere")
			c.git("checkout", "-q", "main")
			t.Run("merge base", func(t *testing.T) { c.at(t).want([]string{"-new-from-merge-base", "other"}, test.want...) })
		})
	}
}

// at returns c for a subtest.
func (c *checkout) at(t *testing.T) *checkout {
	d := *c
	d.t = t
	return &d
}

func TestGateRepositories(t *testing.T) {
	drop := func(c *checkout, file string) { c.replace(file, "\twg.Wait()\n", "") }
	t.Run("subdirectory", func(t *testing.T) {
		c := newCheckout(t)
		drop(c, "p/p.go")
		c.dir = c.path("p")
		c.want([]string{"-new-from-rev", "base"}, "p.go orphan/unwaited", "p.go orphan/unwaited")
	})
	t.Run("symbolic link", func(t *testing.T) {
		c := newCheckout(t)
		drop(c, "p/p.go")
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(c.dir, link); err != nil {
			t.Skip(err)
		}
		c.dir = link
		c.env = append(c.env, "PWD="+link)
		c.want([]string{"-new-from-rev", "base"}, unwaited, unwaited)
	})
	t.Run("worktree", func(t *testing.T) {
		c := newCheckout(t)
		tree := filepath.Join(t.TempDir(), "tree")
		c.git("worktree", "add", "-q", tree, "base")
		c.dir = tree
		drop(c, "p/p.go")
		c.want([]string{"-new-from-merge-base", "main"}, unwaited, unwaited)
	})
	t.Run("directory, in the hook of a worktree", func(t *testing.T) {
		c := newCheckout(t)
		tree := filepath.Join(t.TempDir(), "tree")
		gitDir := c.path(".git/worktrees/tree")
		c.git("worktree", "add", "-q", "--detach", tree, "main")
		c.dir = tree
		c.write("p/p.go", c.read("p/p.go")+"\n// More.\n")
		c.dir = c.path("p")
		c.args = []string{"../..."}
		c.env = append(c.env, "GIT_DIR="+gitDir)
		c.want([]string{"-new-from-rev", "HEAD"})
	})
	t.Run("staged and edited again", func(t *testing.T) {
		c := newCheckout(t)
		drop(c, "p/p.go")
		c.git("add", "-A")
		c.replace("p/p.go", "\tg.SetLimit(8)\n", "")
		c.want([]string{"-new-from-rev", "HEAD"}, unwaited, unwaited, unbounded)
	})
	t.Run("submodule", func(t *testing.T) {
		outer, inner := newCheckout(t), newCheckout(t)
		inner.replace("go.mod", "module example.com/m", "module example.com/sub")
		inner.commit("a module of its own")
		outer.env = append(outer.env, "GOFLAGS=")
		outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.dir, "sub")
		outer.write("go.work", "go 1.26.0\n\nuse (\n\t.\n\t./sub\n)\n")
		outer.commit("with a submodule")
		sub := *outer
		sub.dir = outer.path("sub")
		drop(&sub, "p/p.go")
		sub.commit("in the submodule")
		sub.replace("p/p.go", "\tg.SetLimit(8)\n", "")
		outer.git("config", "diff.ignoreSubmodules", "all")
		outer.args = []string{"./...", "./sub/..."}
		outer.want([]string{"-new-from-rev", "HEAD"}, "sub/p/p.go orphan/unwaited", "sub/p/p.go orphan/unwaited", "sub/p/p.go unbounded/size")
		sub.want([]string{"-new-from-rev", "HEAD"}, unbounded)
		// As in a hook of the outer repository.
		outer.env = append(outer.env, "GIT_DIR="+outer.path(".git"), "GIT_INDEX_FILE="+outer.path(".git/index"))
		outer.want([]string{"-new-from-rev", "HEAD"}, "sub/p/p.go orphan/unwaited", "sub/p/p.go orphan/unwaited", "sub/p/p.go unbounded/size")
	})
	t.Run("go.work with two modules", func(t *testing.T) {
		c := newCheckout(t)
		c.write("other/go.mod", strings.Replace(c.read("go.mod"), "example.com/m", "example.com/other", 1))
		c.write("other/p/p.go", c.read("p/p.go"))
		c.write("other/q/q.go", c.read("q/q.go"))
		c.write("go.work", "go 1.26.0\n\nuse (\n\t.\n\t./other\n)\n")
		c.env = append(c.env, "GOFLAGS=")
		c.commit("workspace")
		drop(c, "p/p.go")
		c.replace("other/p/p.go", "\tg.SetLimit(8)\n", "")
		c.args = []string{"./...", "./other/..."}
		c.want([]string{"-new-from-rev", "HEAD"}, "other/p/p.go unbounded/size", unwaited, unwaited)
	})
	t.Run("autocrlf", func(t *testing.T) {
		c := newCheckout(t)
		c.git("config", "core.autocrlf", "true")
		for _, name := range []string{"p/p.go", "q/q.go"} {
			c.write(name, strings.ReplaceAll(c.read(name), "\n", "\r\n"))
		}
		c.replace("p/p.go", "\twg.Wait()\r\n", "")
		c.want([]string{"-new-from-rev", "base"}, unwaited, unwaited)
	})
	t.Run("ignored and foreign files", func(t *testing.T) {
		c := newCheckout(t)
		c.write(".gitignore", "generated.go\n")
		c.write("q/generated.go", "package q\n\nvar Generated = 1\n")
		c.replace("q/q.go", "\tgo func", "\t_ = Generated\n\tgo func")
		c.commit("ignores")
		c.write("foreign/x.go", "package foreign\n")
		foreign := *c
		foreign.dir = c.path("foreign")
		foreign.git("init", "-q")
		drop(c, "p/p.go")
		c.want([]string{"-new-from-rev", "HEAD"}, unwaited, unwaited)
	})
	t.Run("embedded file", func(t *testing.T) {
		c := newCheckout(t)
		c.write("q/e.go", "package q\n\nimport _ \"embed\"\n\n//go:embed old.txt\nvar text string\n")
		c.write("q/old.txt", "old")
		c.commit("embed")
		c.rename("q/old.txt", "q/new.txt")
		c.replace("q/e.go", "old.txt", "new.txt")
		c.want([]string{"-new-from-rev", "HEAD"})
	})
}

func TestGateErrors(t *testing.T) {
	fails := func(c *checkout, want string, args ...string) {
		c.t.Helper()
		stdout, stderr, status := c.run(args...)
		if status != failed || stdout != "" || !strings.Contains(stderr, want) {
			c.t.Errorf("%v: exit status %d, standard output %q, standard error %q, want one with %q", args, status, stdout, stderr, want)
		}
	}
	c := newCheckout(t)
	fails(c, "no-such-ref names no commit", "-new-from-rev", "no-such-ref")
	fails(c, "names no commit", "-new-from-merge-base=--all")
	fails(c, "exclude each other", "-new-from-rev", "base", "-new-from-merge-base", "base")
	fails(c, "-fix and -diff do not go with", "-fix", "-new-from-rev", "base")
	fails(c, "-overlay does not go with", "-overlay=o.json", "-new-from-rev", "base")
	c.git("checkout", "-q", "--orphan", "apart")
	c.commit("apart")
	fails(c, "HEAD and main have no common ancestor", "-new-from-merge-base", "main")
	fails(c, "no/such/file", "-baseline", "no/such/file")
	files := *c
	files.args = nil
	fails(&files, "no-such.cfg names no commit", "-new-from-rev", "no-such.cfg")
	fails(c, "flag -new-from-rev: must not be empty", "-new-from-rev=")
	fails(c, "flag -write-baseline: must not be empty", "-write-baseline", "")

	t.Run("shallow clone", func(t *testing.T) {
		c := c.at(t)
		origin := newCheckout(t)
		origin.git("checkout", "-q", "-b", "feature")
		origin.commit("one")
		origin.commit("two")
		clone := filepath.Join(t.TempDir(), "clone")
		c.git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+filepath.ToSlash(origin.dir), clone)
		c.dir = clone
		fails(c, "is shallow: run git fetch --unshallow", "-new-from-merge-base", "origin/main")
		fails(c, "is shallow: run git fetch --unshallow", "-new-from-rev", "HEAD~1")
	})
	t.Run("no repository", func(t *testing.T) {
		c := c.at(t)
		c.dir = t.TempDir()
		c.write("go.mod", "module example.com/m\n")
		c.env = append(c.env, "GIT_CEILING_DIRECTORIES="+filepath.Dir(c.dir))
		fails(c, "not in the work tree of a git repository", "-new-from-rev", "HEAD")
	})
	t.Run("base does not compile", func(t *testing.T) {
		c := newCheckout(t)
		c.replace("q/q.go", "answers := make", "answers = make")
		c.commit("broken")
		c.git("checkout", "-q", "base", "q")
		stdout, stderr, status := c.run("-new-from-rev", "HEAD")
		if status != failed || !strings.Contains(stderr, "not analysed: example.com/m/q (it does not compile); all findings there count as new") || len(shown(stdout)) != 1 {
			t.Errorf("exit status %d\n%s%s", status, stdout, stderr)
		}
	})
}

// TestGateHomeless runs where there is no cache directory, as in a container.
func TestGateHomeless(t *testing.T) {
	c := newCheckout(t)
	c.replace("p/p.go", "\twg.Wait()\n", "")
	c.env = append(c.env, "XDG_CACHE_HOME=", "HOME=", "TMPDIR="+t.TempDir(),
		"GOPATH="+command(t, "go", "env", "GOPATH"), "GOMODCACHE="+command(t, "go", "env", "GOMODCACHE"))
	c.want([]string{"-new-from-rev", "base"}, unwaited, unwaited)
}

// TestGateCache has the old files where the go command finds them again.
func TestGateCache(t *testing.T) {
	c := newCheckout(t)
	c.replace("p/p.go", "\twg.Wait()\n", "")
	for range 2 {
		c.want([]string{"-new-from-rev", "base"}, unwaited, unwaited)
	}
	var cache string
	for _, e := range c.env {
		if dir, ok := strings.CutPrefix(e, "XDG_CACHE_HOME="); ok {
			cache = dir
		}
	}
	var files []string
	err := filepath.WalkDir(cache, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, filepath.Base(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"p.go", "trimmed"}, slices.Sorted(slices.Values(files))); diff != "" {
		t.Errorf("files of the base (-want +got):\n%s", diff)
	}
}

func TestBaseline(t *testing.T) {
	c := newCheckout(t)
	baseline := c.path("baseline.json")
	if stdout, stderr, status := c.run("-write-baseline", baseline); status != clean || stdout != "" || !strings.Contains(stderr, "lists 1 finding") {
		t.Fatalf("exit status %d\n%s%s", status, stdout, stderr)
	}
	whole := c.read("baseline.json")
	c.want([]string{"-baseline", baseline})
	c.replace("p/p.go", "\twg.Wait()\n", "")
	c.want([]string{"-baseline", baseline}, unwaited, unwaited)

	// What a run does not cover is not stale, and is not lost.
	for _, args := range [][]string{{"-checks=unbounded"}, {"-tests=none", "-checks=orphan/unwaited"}} {
		if _, stderr, _ := c.run(append(args, "-baseline", baseline)...); stderr != "" {
			t.Errorf("%v: standard error %q", args, stderr)
		}
	}
	part := *c
	part.args = []string{"./p"}
	part.want([]string{"-baseline", baseline}, unwaited, unwaited)
	if _, stderr, status := part.run("-write-baseline", baseline); status != clean || !strings.Contains(stderr, "lists 3 findings") {
		t.Fatalf("exit status %d, standard error %q", status, stderr)
	}
	if !strings.Contains(c.read("baseline.json"), strings.Split(whole, "\n")[1]) {
		t.Errorf("an entry is lost:\n%s", c.read("baseline.json"))
	}
	c.want([]string{"-baseline", baseline})

	// What is mended is stale, and what is moved is not.
	c.rename("p", "r")
	c.replace("q/q.go", "make(chan string)", "make(chan string, 1)")
	stdout, stderr, status := c.run("-baseline", baseline)
	if status != clean || stdout != "" || !strings.Contains(stderr, "1 entry matches nothing any more") || !strings.Contains(stderr, "\torphan/abandoned-send in First of example.com/m/q: ") {
		t.Errorf("exit status %d\n%s%s", status, stdout, stderr)
	}
	c.run("-write-baseline", baseline)
	c.want([]string{"-baseline", baseline})

	// A package that does not compile keeps its entries.
	before := c.read("baseline.json")
	c.replace("q/q.go", "answers := make", "answers = make")
	if _, stderr, status := c.run("-write-baseline", baseline); status != failed || !strings.Contains(stderr, "not analysed: example.com/m/q") {
		t.Errorf("exit status %d, standard error %q", status, stderr)
	}
	if diff := cmp.Diff(before, c.read("baseline.json")); diff != "" {
		t.Errorf("baseline (-want +got):\n%s", diff)
	}

	// The file may have the name of what go vet calls the tool with.
	c.write("q/known.cfg", before)
	c.git("checkout", "-q", "base", "q/q.go")
	bare := &checkout{t: t, dir: c.path("q"), env: c.env}
	if _, stderr, status := bare.run("-write-baseline", "known.cfg"); status != clean || !strings.Contains(stderr, "known.cfg lists ") {
		t.Errorf("exit status %d, standard error %q", status, stderr)
	}

	// A pipe has nothing to keep.
	if runtime.GOOS != "windows" {
		if stdout, stderr, status := c.run("-write-baseline", "/dev/stdout"); status != clean || !strings.HasPrefix(stdout, `[{"baseline"`) {
			t.Errorf("exit status %d\n%s%s", status, stdout, stderr)
		}
	}

	// What cannot be read is not overwritten.
	c.write("baseline.json", "[{\n")
	if _, stderr, status := c.run("-write-baseline", baseline); status != failed || !strings.Contains(stderr, "baseline.json:2: unexpected end") {
		t.Errorf("exit status %d, standard error %q", status, stderr)
	}
	if got := c.read("baseline.json"); got != "[{\n" {
		t.Errorf("overwritten with %q", got)
	}
}

func TestExitZero(t *testing.T) {
	c := newCheckout(t)
	if stdout, _, status := c.run("-exit-zero"); status != clean || len(shown(stdout)) != 1 {
		t.Errorf("exit status %d\n%s", status, stdout)
	}
	c.replace("q/q.go", "answers := make", "answers = make")
	if _, _, status := c.run("-exit-zero"); status != failed {
		t.Errorf("exit status %d, want %d", status, failed)
	}
}
