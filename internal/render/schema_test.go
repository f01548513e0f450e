package render

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

// The module of the reports below: a repository with files that make columns and
// names hard. What a finding is about is marked where the source is written.
const (
	hardSource = "package a\n" +
		"\n" +
		"func All() error {\n" +
		"\t_ = \"é世界😀\"; return work(ctx, \"😀\") // 👩‍👩‍👧\r\n" +
		"}\n" +
		"\n" +
		"func work() { 世界() }\n"
	hardName  = "sub dir/a%20b#c?d::e,f<&>\"'😀.go"
	otherName = "other/b.go"
	torn      = "latin1\xff.go" // no UTF-8
)

// repositoryOf writes files below a new directory that is a repository.
func repositoryOf(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// placeOf returns where text begins and ends in source.
func placeOf(t *testing.T, file, source, text string) (start, end finding.Place) {
	t.Helper()
	at := strings.Index(source, text)
	if at < 0 {
		t.Fatalf("%q is not in the source", text)
	}
	lookup := newSourceText([]byte(source))
	start, _ = lookup.place(file, at)
	end, _ = lookup.place(file, at+len(text))
	return start, end
}

var testRules = []Rule{
	{ID: "ctxthread/parent", Tier: "default", Title: "parent context used", Text: "A task uses ctx.\n\n    indented", Before: "\n\tbefore(`<&>`)\n", After: "after()", URL: "https://example.com/docs/ctxthread.md#parent"},
	{ID: "orphan/endless", Tier: "strict", Title: "endless loop", Text: "It never ends.", URL: "https://example.com/docs/orphan.md#endless"},
}

// hardReport is a report with everything that is hard to say.
func hardReport(t *testing.T) *Report {
	t.Helper()
	root := repositoryOf(t, map[string]string{
		hardName:  hardSource,
		otherName: "package b\n\nfunc B() {}\n",
		torn:      "package a // \xff\xfe\n\nvar x = 1\n",
	})
	hard, other, latin := filepath.Join(root, hardName), filepath.Join(root, otherName), filepath.Join(root, torn)
	start, end := placeOf(t, hard, hardSource, "ctx")
	work, _ := placeOf(t, hard, hardSource, "work() {")
	at := strings.Index(hardSource, "ctx")
	const awkward = "\"quoted\" 'it' 100% %0A\nsecond line\r\n<b>&amp;</b> ]]> ::error:: \x1b[31m\x00\ufffe [T](1) C:\\x, \xff"
	return &Report{
		Dir:     filepath.Join(root, "other"),
		Version: "v1.2.3",
		Rules:   testRules,
		Failed:  true,
		Skipped: []govet.Skipped{{Path: "example.com/m/bad", Reason: "it does not \"load\" <&>\n\x00"}},
		Findings: []finding.Finding{
			{
				Check: "ctxthread", Package: "example.com/m/a", Decl: "All", Construct: "ctx",
				Message: "parent context ctx passed to work (ctxthread/parent)",
				Start:   start, End: end,
				Related: []finding.Related{
					{Place: work, Message: "work [is] here"},
					{Place: finding.Place{File: other, Line: 3, Col: 6}, Message: "and B here"},
				},
				Fixes: []finding.Fix{
					{Message: "use gctx and leave out the text", Edits: []finding.Edit{
						{File: hard, Start: at, End: at + len("ctx"), New: "gctx😀"},
						{File: hard, Start: at + len("ctx"), End: at + len(`ctx, "😀"`)},
						{File: hard, Start: strings.Index(hardSource, "return"), End: strings.Index(hardSource, "return"), New: "/* 世 */\n\t"},
					}},
					{Message: "in two files", Edits: []finding.Edit{
						{File: hard, Start: 0, End: 0, New: "// x\n"},
						{File: other, Start: 0, End: 7, New: "x"},
					}},
					{Message: "past the end", Edits: []finding.Edit{{File: hard, Start: len(hardSource), End: len(hardSource) + 9, New: "x"}}},
					{Message: "no text", Edits: []finding.Edit{{File: hard, Start: 0, End: 0, New: "\xff"}}},
				},
			},
			{Check: "ctxthread", Package: "example.com/m/a", Decl: "All", Construct: "ctx", Message: awkward + " (ctxthread/parent)", Start: start, End: end},
			{Check: "orphan", Package: "example.com/m/a", Decl: "(*S).Run", Message: awkward + " (orphan/endless)", Start: finding.Place{File: latin, Line: 3, Col: 5}, End: finding.Place{File: latin, Line: 3, Col: 6}},
			{Check: "orphan", Package: "example.com/m/a", Message: "line only (orphan/endless)", Start: finding.Place{File: other, Line: 2}, End: finding.Place{File: other, Line: 2}},
			{Check: "orphan", Message: "file only, no rule", Start: finding.Place{File: other}, End: finding.Place{File: other}},
			{Check: "orphan", Message: "outside (orphan/endless)", Start: finding.Place{File: filepath.Join(filepath.Dir(root), "elsewhere/x y.go"), Line: 3, Col: 4}, End: finding.Place{File: "/elsewhere.go", Line: 2, Col: 1},
				Fixes: []finding.Fix{{Message: "fix", Edits: []finding.Edit{{File: filepath.Join(filepath.Dir(root), "elsewhere/x y.go"), Start: 1, End: 2}}}}},
			{Check: "orphan", Message: "gone (orphan/endless)", Start: finding.Place{File: filepath.Join(root, "gone.go"), Line: 7, Col: 9}, End: finding.Place{File: filepath.Join(root, "gone.go"), Line: 8, Col: 2}},
			{Check: "orphan", Message: "shorter than it was (orphan/endless)", Start: finding.Place{File: other, Line: 700, Col: 9}, End: finding.Place{File: other, Line: 700, Col: 12}},
			{Check: "orphan", Message: "relative (orphan/endless)", Start: finding.Place{File: "b.go", Line: 1, Col: 9}, End: finding.Place{File: "b.go", Line: 1, Col: 10}},
			{Check: "orphan", Message: "nowhere (orphan/endless)", Start: finding.Place{File: "-"}, End: finding.Place{File: "-"}},
			{Check: "orphan", Message: "nowhere (orphan/endless)"},
		},
	}
}

// reports are what every format is tried with.
func reports(t *testing.T) map[string]*Report {
	hard := hardReport(t)
	return map[string]*Report{
		"none":    {Dir: t.TempDir(), Rules: testRules, Version: "(devel)"},
		"bare":    {Dir: t.TempDir()},
		"skipped": {Dir: hard.Dir, Rules: testRules, Skipped: hard.Skipped, Failed: true},
		"failed":  {Dir: hard.Dir, Rules: testRules, Failed: true},
		"hard":    hard,
	}
}

func rendered(t *testing.T, format string, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Formats[format](&b, r); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// schema compiles a JSON schema. Formats, such as uri, are checked.
func schema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, data []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%v\n%s", err, data)
	}
}

func TestJSONSchemas(t *testing.T) {
	for format, file := range map[string]string{
		"json":   "../../docs/json-schema.json",
		"sarif":  "testdata/schema/sarif-schema-2.1.0.json",
		"gitlab": "testdata/schema/gitlab-code-quality.json",
	} {
		s := schema(t, file)
		for name, r := range reports(t) {
			t.Run(format+"/"+name, func(t *testing.T) { validate(t, s, rendered(t, format, r)) })
		}
	}
	s := schema(t, "testdata/schema/rdf-diagnostic.json")
	for name, r := range reports(t) {
		t.Run("rdjsonl/"+name, func(t *testing.T) {
			lines := 0
			for line := range bytes.Lines(rendered(t, "rdjsonl", r)) {
				validate(t, s, line)
				lines++
			}
			if lines != len(r.Findings) {
				t.Errorf("%d lines for %d findings", lines, len(r.Findings))
			}
		})
	}
}

// TestJSONSchemaNames sees to it that our schema names everything that we write:
// it lets unknown names pass, so that programs which use it outlive new ones.
func TestJSONSchemaNames(t *testing.T) {
	data, err := os.ReadFile("../../docs/json-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	closed := bytes.ReplaceAll(data, []byte(`"type": "object",`), []byte(`"type": "object", "additionalProperties": false,`))
	if bytes.Equal(closed, data) {
		t.Fatal("no object in the schema")
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(closed))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("closed.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("closed.json")
	if err != nil {
		t.Fatal(err)
	}
	validate(t, s, rendered(t, "json", hardReport(t)))
}

// TestJUnitSchema validates with libxml2's xmllint: for Go there are only bindings
// to the same library, which would need cgo. .ci/run installs it and sees to it
// that this test runs.
func TestJUnitSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not there; Debian's package is libxml2-utils")
	}
	for name, r := range reports(t) {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(xmllint, "--noout", "--nonet", "--schema", "testdata/schema/jenkins-junit.xsd", "-")
			cmd.Stdin = bytes.NewReader(rendered(t, "junit", r))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestRenderersFail sees to it that no renderer keeps a failure of its output to
// itself.
func TestRenderersFail(t *testing.T) {
	r := hardReport(t)
	for name, format := range Formats {
		w := &failingWriter{room: 100}
		if err := format(w, r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type failingWriter struct{ room int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, os.ErrClosed
	}
	return len(p), nil
}

// TestRenderersOrder sees to it that equal reports give equal output.
func TestRenderersOrder(t *testing.T) {
	r := hardReport(t)
	for name := range Formats {
		first := rendered(t, name, r)
		for range 5 {
			if again := rendered(t, name, r); !bytes.Equal(first, again) {
				t.Errorf("%s: two outputs:\n%s\n%s", name, first, again)
			}
		}
	}
}

func TestRDJSONLLongLine(t *testing.T) {
	root := repositoryOf(t, map[string]string{"a.go": "package a\n"})
	file := filepath.Join(root, "a.go")
	r := &Report{Dir: root, Findings: []finding.Finding{
		{Check: "c", Message: "m", Start: finding.Place{File: file, Line: 1, Col: 1}, End: finding.Place{File: file, Line: 1, Col: 1},
			Fixes: []finding.Fix{{Message: "long", Edits: []finding.Edit{{File: file, New: strings.Repeat("x", bufio.MaxScanTokenSize)}}}}},
	}}
	s := bufio.NewScanner(bytes.NewReader(rendered(t, "rdjsonl", r)))
	var d rdDiagnostic
	if !s.Scan() || json.Unmarshal(s.Bytes(), &d) != nil || d.Message != "m" {
		t.Errorf("a scanner's line is %q, %v", s.Text(), s.Err())
	}
}
