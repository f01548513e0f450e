package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// repositoryRoot is where the action and the recipes are.
const repositoryRoot = "../.."

// readYAML decodes a file of the repository.
func readYAML(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(repositoryRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestRecipeSchemas validates what services read by what their makers, or those who
// know them, say of it.
func TestRecipeSchemas(t *testing.T) {
	for name, schema := range map[string]string{
		"action.yml":                "github-action.json",
		"docs/ci/github.yml":        "github-workflow.json",
		"docs/ci/github-shards.yml": "github-workflow.json",
		"docs/ci/gitlab.yml":        "gitlab-ci.json",
		".pre-commit-hooks.yaml":    "pre-commit-hooks.json",
	} {
		s, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "schema", schema))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(repositoryRoot, name))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = yaml.YAMLToJSON(data); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A step is one of the action, or of a job.
type step struct {
	ID    string            `yaml:"id"`
	Shell string            `yaml:"shell"`
	Env   map[string]string `yaml:"env"`
	Run   string            `yaml:"run"`
}

// action is what action.yml says.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []step }
}

// An actionRun runs the action in a checkout as GitHub does.
type actionRun struct {
	action
	c       *checkout
	status  int
	stdout  string
	stderr  string
	summary string
	sarif   string // what the file holds that the output names
	outputs map[string]string
}

var expression = regexp.MustCompile(`\$\{\{ *([a-z-]+)\.([a-z.-]+) *\}\}`)

// runAction runs the steps of the action, with inputs in place of the defaults.
func runAction(t *testing.T, c *checkout, inputs map[string]string) *actionRun {
	t.Helper()
	r := &actionRun{c: c, outputs: make(map[string]string)}
	readYAML(t, "action.yml", &r.action)
	root, err := filepath.Abs(repositoryRoot)
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	stepOutputs := make(map[string]map[string]string)
	value := func(context, name string) string {
		switch context {
		case "inputs":
			if v, ok := inputs[name]; ok {
				return v
			}
			in, ok := r.Inputs[name]
			if !ok {
				t.Fatalf("action.yml has no input %s", name)
			}
			return in.Default
		case "steps":
			id, output, _ := strings.Cut(name, ".outputs.")
			if stepOutputs[id] == nil {
				t.Fatalf("action.yml has no step %s in front", id)
			}
			return stepOutputs[id][output]
		}
		t.Fatalf("what is %s?", context)
		return ""
	}
	expand := func(text string) string {
		return expression.ReplaceAllStringFunc(text, func(e string) string {
			m := expression.FindStringSubmatch(e)
			return value(m[1], m[2])
		})
	}
	for _, s := range r.Runs.Steps {
		if s.Shell != "bash" || strings.Contains(s.Run, "${{") {
			t.Fatalf("step %s: what is not in the environment is not for a script", s.ID)
		}
		output, summary := filepath.Join(temp, "output-"+s.ID), filepath.Join(temp, "summary-"+s.ID)
		script := filepath.Join(temp, s.ID+".sh")
		for name, text := range map[string]string{output: "", summary: "", script: s.Run} {
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		cmd.Dir = c.dir
		cmd.Env = append(c.env, "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE="+c.dir, "GITHUB_ACTION_PATH="+root,
			"GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+summary, "RUNNER_TEMP="+temp)
		for name, text := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+expand(text))
		}
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Fatal(err)
		}
		r.status, r.stdout, r.stderr = cmd.ProcessState.ExitCode(), out.String(), errs.String()
		stepOutputs[s.ID] = make(map[string]string)
		for line := range strings.Lines(readFile(t, output)) {
			name, v, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			stepOutputs[s.ID][name] = v
		}
		r.summary += readFile(t, summary)
		if r.status != 0 {
			break
		}
	}
	for name, o := range r.Outputs {
		r.outputs[name] = expand(o.Value)
	}
	if name := r.outputs["sarif"]; name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(c.dir, name)
		}
		r.sarif = readFile(t, name)
	}
	left, err := filepath.Glob(filepath.Join(temp, "futurelint-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("the action leaves %v behind, %v", left, err)
	}
	return r
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// want compares what the action did with what it should have.
func (r *actionRun) want(t *testing.T, status int, findings string) {
	t.Helper()
	if r.status != status || r.outputs["findings"] != findings {
		t.Errorf("exit status %d with %q findings, want %d with %q\n%s%s", r.status, r.outputs["findings"], status, findings, r.stdout, r.stderr)
	}
}

func (r *actionRun) wantText(t *testing.T, what, text, pattern string) {
	t.Helper()
	if !regexp.MustCompile("(?m)" + pattern).MatchString(text) {
		t.Errorf("%s does not match %s:\n%s", what, pattern, text)
	}
}

// TestAction runs the action's steps with the bash of this machine, as the runner
// does.
func TestAction(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not there: ", err)
	}
	c := newCheckout(t)
	c.git("checkout", "-q", "-b", "topic")
	c.replace("p/p.go", "\tg.SetLimit(8)\n", "")
	c.commit("topic")

	t.Run("all", func(t *testing.T) {
		r := runAction(t, c, nil)
		r.want(t, findings, "2")
		r.wantText(t, "the log", r.stdout, `^::error file=q/q.go,line=9,endLine=9,col=2,title=futurelint%3A orphan/abandoned-send::`)
		r.wantText(t, "the summary", r.summary, `\A### futurelint: 2 findings in 2 files\n`)
		r.wantText(t, "the summary", r.summary, `^\| <code>p/p.go:22:3</code> \| .* \| \[unbounded/size\]`)
		var sarif struct {
			Runs []struct{ Results []json.RawMessage }
		}
		if err := json.Unmarshal([]byte(r.sarif), &sarif); err != nil || len(sarif.Runs) != 1 || len(sarif.Runs[0].Results) != 2 {
			t.Errorf("SARIF: %v\n%s", err, r.sarif)
		}
	})
	t.Run("new", func(t *testing.T) {
		r := runAction(t, c, map[string]string{"new-from": "main", "sarif-file": "reports/new one.sarif"})
		r.want(t, findings, "1")
		r.wantText(t, "the summary", r.summary, `\A### futurelint: 1 finding in 1 file\n`)
		if r.outputs["sarif"] != "reports/new one.sarif" || !strings.Contains(r.sarif, "unbounded/size") {
			t.Errorf("SARIF in %q: %s", r.outputs["sarif"], r.sarif)
		}
	})
	t.Run("findings do not fail", func(t *testing.T) {
		r := runAction(t, c, map[string]string{"fail": "false", "working-directory": "q", "flags": "-checks orphan\n-tests=none"})
		r.want(t, clean, "1")
		r.wantText(t, "the log", r.stdout, `^::error file=q/q.go,`)
	})
	t.Run("clean", func(t *testing.T) {
		r := runAction(t, c, map[string]string{"packages": "./p", "flags": "-checks=orphan"})
		r.want(t, clean, "0")
		r.wantText(t, "the summary", r.summary, `\A### futurelint: no findings\n\z`)
	})
	t.Run("not compiling", func(t *testing.T) {
		c.write("bad/bad.go", "package bad\n\nvar x int = \"\"\n")
		defer os.RemoveAll(c.path("bad"))
		r := runAction(t, c, map[string]string{"fail": "false"})
		r.want(t, failed, "2")
		r.wantText(t, "the log", r.stdout, `^::error title=futurelint::not analysed: example.com/m/bad`)
		r.wantText(t, "the summary", r.summary, `1 package not analysed`)
	})
	for name, inputs := range map[string]map[string]string{
		"flag":              {"flags": "-tier=lenient"},
		"package as a flag": {"packages": "-fix"},
		"no such commit":    {"new-from": "nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			r := runAction(t, c, inputs)
			r.want(t, failed, "")
			r.wantText(t, "standard error", r.stderr, `^futurelint: `)
			r.wantText(t, "the summary", r.summary, `could not do its job`)
		})
	}
	for name, inputs := range map[string]map[string]string{
		"fail":              {"fail": "maybe"},
		"sarif-file":        {"sarif-file": ""},
		"working-directory": {"working-directory": "nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			r := runAction(t, c, inputs)
			r.want(t, failed, "")
			r.wantText(t, "the log", r.stdout, `^::error title=futurelint::the input `+name+` must `)
		})
	}
	t.Run("nothing in an input is code", func(t *testing.T) {
		bad := "$(touch pwned) `touch pwned` ; touch pwned & \" ' *"
		for name := range (&actionRun{}).inputs(t) {
			runAction(t, c, map[string]string{name: bad})
		}
		runAction(t, c, map[string]string{"sarif-file": "a\nfindings=7"}).want(t, failed, "")
		err := filepath.WalkDir(c.dir, func(name string, _ os.DirEntry, err error) error {
			if filepath.Base(name) == "pwned" {
				t.Errorf("%s is there", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// inputs returns the names of the action's inputs.
func (r *actionRun) inputs(t *testing.T) map[string]bool {
	readYAML(t, "action.yml", &r.action)
	names := make(map[string]bool)
	for name := range r.Inputs {
		names[name] = true
	}
	return names
}

// shell runs a recipe's script as the services do, with futurelint in the path, and
// returns what it prints.
func (c *checkout) shell(t *testing.T, script string, env ...string) (stdout string, status int) {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = c.dir
	cmd.Env = append(append(c.env, "PATH="+filepath.Dir(name)+string(os.PathListSeparator)+os.Getenv("PATH")), env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if errs.Len() > 0 {
		t.Errorf("%s\nsays %s", script, errs.String())
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestShards runs the last step of the recipe for shards in each of two, and in each
// of more than there are packages: together they find what one run finds.
func TestShards(t *testing.T) {
	c := newCheckout(t)
	c.replace("p/p.go", "\tg.SetLimit(8)\n", "")
	whole, _, _ := c.run("-f=github")
	if len(slices.Collect(strings.Lines(whole))) != 2 {
		t.Fatalf("findings are\n%s", whole)
	}
	var workflow struct {
		Jobs map[string]struct{ Steps []step }
	}
	readYAML(t, "docs/ci/github-shards.yml", &workflow)
	steps := workflow.Jobs["futurelint"].Steps
	script := steps[len(steps)-1].Run
	for shards, statuses := range map[string][]int{"2": {findings, findings}, "4": {clean, findings, findings, clean}} {
		var union []string
		for i, want := range statuses {
			out, status := c.shell(t, script, "SHARDS="+shards, "SHARD="+string(rune('0'+i)))
			if status != want {
				t.Errorf("shard %d of %s: exit status %d, want %d\n%s", i, shards, status, want, out)
			}
			union = slices.AppendSeq(union, strings.Lines(out))
		}
		slices.Sort(union)
		if diff := cmp.Diff(slices.Sorted(strings.Lines(whole)), union); diff != "" {
			t.Errorf("%s shards (-whole +union):\n%s", shards, diff)
		}
	}
}

// TestGitLab runs the recipe's script, but for the installation.
func TestGitLab(t *testing.T) {
	c := newCheckout(t)
	base := c.output(t, "git", "rev-parse", "HEAD")
	c.replace("p/p.go", "\tg.SetLimit(8)\n", "")
	c.commit("topic")
	var conf struct {
		Futurelint struct {
			Script    []string
			Artifacts struct{ Reports struct{ Codequality string } }
		}
	}
	readYAML(t, "docs/ci/gitlab.yml", &conf)
	script := slices.DeleteFunc(conf.Futurelint.Script, func(line string) bool { return strings.HasPrefix(line, "go install ") })
	if len(script) != len(conf.Futurelint.Script)-1 {
		t.Fatal("nothing is installed")
	}
	for name, test := range map[string]struct {
		env  []string
		want []string
	}{
		"branch":        {nil, []string{unbounded, "q/q.go orphan/abandoned-send"}},
		"merge request": {[]string{"CI_MERGE_REQUEST_DIFF_BASE_SHA=" + base}, []string{unbounded}},
	} {
		out, status := c.shell(t, strings.Join(script, "\n"), test.env...)
		if diff := cmp.Diff(test.want, shown(out)); diff != "" || status != findings {
			t.Errorf("%s: exit status %d (-want +got):\n%s", name, status, diff)
		}
		var report []json.RawMessage
		data := c.read(conf.Futurelint.Artifacts.Reports.Codequality)
		if err := json.Unmarshal([]byte(data), &report); err != nil || len(report) != 2 {
			t.Errorf("%s: report of %d findings, %v", name, len(report), err)
		}
	}
}

// output returns what a command prints.
func (c *checkout) output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	return strings.TrimSpace(string(out))
}

// TestPreCommit has pre-commit install the hook from a repository that is this
// checkout, and run it.
func TestPreCommit(t *testing.T) {
	preCommit, err := exec.LookPath("pre-commit")
	if err != nil {
		t.Skip("pre-commit is not there: ", err)
	}
	hooks := newCheckout(t)
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = repositoryRoot
	names, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	hooks.dir = t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if data, err := os.ReadFile(filepath.Join(repositoryRoot, name)); err == nil { // it may be deleted
			hooks.write(name, string(data))
		}
	}
	hooks.git("init", "-q", "-b", "main")
	hooks.commit("hooks")

	c := newCheckout(t)
	c.write(".pre-commit-config.yaml", "repos:\n  - repo: file://"+filepath.ToSlash(hooks.dir)+
		"\n    rev: "+hooks.output(t, "git", "rev-parse", "HEAD")+"\n    hooks:\n      - id: futurelint\n        args: [-checks=orphan, ./...]\n")
	c.git("add", "-A")
	c.env = append(c.env, "PRE_COMMIT_HOME="+t.TempDir(), "GOMODCACHE="+command(t, "go", "env", "GOMODCACHE"), "GOFLAGS=-mod=mod -buildvcs=false")
	run := func() (string, int) {
		cmd := exec.Command(preCommit, "run", "--all-files", "--color=never")
		cmd.Dir, cmd.Env = c.dir, c.env
		out, _ := cmd.CombinedOutput()
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, status := run(); status != 1 || !strings.Contains(out, "q/q.go:9:") || !strings.Contains(out, "(orphan/abandoned-send)") {
		t.Errorf("with a finding: exit status %d\n%s", status, out)
	}
	c.replace("q/q.go", "make(chan string)", "make(chan string, 1)")
	c.git("add", "-A")
	if out, status := run(); status != 0 || !regexp.MustCompile(`futurelint\.+Passed`).MatchString(out) {
		t.Errorf("without: exit status %d\n%s", status, out)
	}
}

// TestActionInputs compares the README's table of inputs, and what the workflow
// gives, with action.yml.
func TestActionInputs(t *testing.T) {
	var a action
	readYAML(t, "action.yml", &a)
	want := make(map[string]string)
	for name, in := range a.Inputs {
		want[name] = in.Default
	}
	_, table, _ := strings.Cut(readFile(t, filepath.Join(repositoryRoot, "README.md")), "\n| input | default | |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	got := make(map[string]string)
	for _, m := range regexp.MustCompile("(?m)^\\| `(.*?)` \\| (?:`(.*?)`)? ?\\|").FindAllStringSubmatch(table, -1) {
		got[m[1]] = m[2]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-action.yml +README):\n%s", diff)
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string            `yaml:"uses"`
				With map[string]string `yaml:"with"`
			}
		}
	}
	readYAML(t, "docs/ci/github.yml", &workflow)
	used := false
	for _, s := range workflow.Jobs["futurelint"].Steps {
		if !strings.HasPrefix(s.Uses, "futurelint/futurelint@") {
			continue
		}
		used = true
		for name := range s.With {
			if _, ok := want[name]; !ok {
				t.Errorf("docs/ci/github.yml gives the action %s, which is no input", name)
			}
		}
	}
	if !used {
		t.Error("docs/ci/github.yml does not use the action")
	}
}
