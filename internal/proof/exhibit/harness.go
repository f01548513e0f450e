package exhibit

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/proof"
)

// A Harness judges the exhibits of one module.
type Harness struct {
	Dir       string // of the exhibits' module
	Checks    []*check.Check
	Analyzers []*analysis.Analyzer // of the checks, in their order
	Tool      string               // the built program
	Fixed     string               // an empty directory for the fixed module
	Update    bool                 // writes golden files
	// Apart names checks that are asked about the exhibits in the folder of
	// their name only, because those of other checks are full of what they
	// report.
	Apart []string
}

// A Verdict is what a harness comes to.
type Verdict struct {
	Problems  []string // by file, relative to the module, and line
	Bad, Good int      // exhibits
	Mended    int      // exhibits that are fixed
	Wants     int
	Unproven  int // wants that say why nothing executes them
}

// Judge analyses, fixes and executes the exhibits. It switches every sub-check
// of the analyzers on. The go commands that it runs have the environment of this
// process, in which no workspace should be set. An error is for exhibits that
// cannot be judged at all.
func (h *Harness) Judge() (*Verdict, error) {
	dir, err := filepath.Abs(h.Dir)
	if err != nil {
		return nil, err
	}
	// The places of the packages' files have no links in them.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	if err := download(dir); err != nil {
		return nil, err
	}
	subs, err := enable(h.Checks, h.Analyzers)
	if err != nil {
		return nil, err
	}
	src, taken, problems, err := h.analyse(dir)
	if err != nil {
		return nil, err
	}
	showings, failures, err := execute(dir, nil, "./...")
	if err != nil {
		return nil, err
	}
	problems = append(problems, failures...)
	unproved, unproven := judge(src, showings, subs)
	problems = append(problems, unproved...)

	mended := mended(src, taken)
	after, err := h.fix(dir, mended, showings, problems)
	if err != nil {
		return nil, err
	}
	problems = sortProblems(append(problems, after...))

	v := &Verdict{Mended: len(mended), Wants: len(src.wants), Unproven: unproven}
	for _, p := range problems {
		v.Problems = append(v.Problems, p.String())
	}
	for _, d := range src.decls {
		if d.bad() {
			v.Bad++
		} else if d.good() {
			v.Good++
		}
	}
	return v, nil
}

// analyse compares what both drivers find with what is wanted. What it returns
// of the findings are the program's.
func (h *Harness) analyse(dir string) (*source, map[*want]finding.Finding, []problem, error) {
	wants, err := readWants(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	pkgs, err := load(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	src := &source{decls: declarations(dir, pkgs), wants: wants}
	inProcess, err := analyse(h.Analyzers, pkgs)
	if err != nil {
		return nil, nil, nil, err
	}
	inProcess = h.asked(dir, inProcess)
	byProgram, err := h.findings(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	_, one := match(dir, wants, h.counted(dir, inProcess))
	taken, two := match(dir, wants, h.counted(dir, byProgram))
	for w, f := range taken {
		w.sub = f.Sub()
	}
	return src, taken, either(one, "in process only", two, "under go vet only"), nil
}

// fix applies the fixes to a copy of the module in dir and judges it. mended are
// the exhibits that are then to behave; showings and before are what was seen,
// and what was wrong, before.
func (h *Harness) fix(dir string, mended []string, showings []showing, before []problem) ([]problem, error) {
	fixed, err := filepath.EvalSymlinks(h.Fixed)
	if err != nil {
		return nil, err
	}
	if err := copyModule(dir, fixed); err != nil {
		return nil, err
	}
	if err := h.apply(fixed); err != nil {
		return []problem{{text: "the fixes do not go together: " + err.Error()}}, nil
	}
	names, err := changed(dir, fixed)
	if err != nil {
		return nil, err
	}
	problems, err := compareGolden(dir, fixed, names, h.Update)
	if err != nil || len(names) == 0 {
		return problems, err
	}
	again := filepath.Join(fixed, ".again") // hidden from the go command and from walk
	if err := copyModule(fixed, again); err != nil {
		return nil, err
	}
	// An error is one of compiling what was fixed, which go vet reports.
	_ = h.apply(fixed)
	if names, err = changed(again, fixed); err != nil {
		return nil, err
	}
	for _, name := range names {
		problems = append(problems, problem{place{file: filepath.ToSlash(name)}, "a second application of the fixes changes it again"})
	}
	wants, err := readWants(fixed)
	if err != nil {
		return nil, err
	}
	var left []finding.Finding
	for _, cmd := range h.vets(fixed) {
		found, err := cmd.Check(context.Background())
		if err != nil {
			return nil, err
		}
		left = append(left, found.Findings...)
	}
	problems = append(problems, leftOver(fixed, wants, h.counted(fixed, left), before)...)
	news, err := vetted(dir, fixed)
	if err != nil {
		return nil, err
	}
	problems = append(problems, news...)

	// Only the packages that prove what is mended are run.
	var pkgs []string
	for _, s := range showings {
		if slices.Contains(mended, s.exhibit) && !slices.Contains(pkgs, s.pkg) {
			pkgs = append(pkgs, s.pkg)
		}
	}
	if len(pkgs) == 0 {
		return problems, nil
	}
	after, failures, err := execute(fixed, []string{proof.FixedVar + "=" + strings.Join(mended, " ")}, pkgs...)
	if err != nil {
		return nil, err
	}
	for _, f := range failures {
		problems = append(problems, problem{text: "after the fixes " + f.text})
	}
	for _, id := range mended {
		if len(failures) == 0 && proved(showings, id) && !proved(after, id) {
			problems = append(problems, problem{text: fmt.Sprintf("after the fixes %s is executed by no test that passes", id)})
		}
	}
	return problems, nil
}

// proved reports whether a test that passes shows the exhibit.
func proved(showings []showing, id string) bool {
	return slices.ContainsFunc(showings, func(s showing) bool { return s.exhibit == id && s.outcome == "pass" })
}
