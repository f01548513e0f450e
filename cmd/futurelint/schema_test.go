package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/futurelint/futurelint/internal/render"
)

// schemas are those of the formats that are JSON, from the root of the repository.
var schemas = map[string]string{
	"json":    "docs/json-schema.json",
	"sarif":   "internal/render/testdata/schema/sarif-schema-2.1.0.json",
	"gitlab":  "internal/render/testdata/schema/gitlab-code-quality.json",
	"rdjsonl": "internal/render/testdata/schema/rdf-diagnostic.json",
}

// valid FORMAT FILE validates FILE against the schema of FORMAT, and for rdjsonl
// every line of it.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || schemas[args[0]] == "" {
		ts.Fatalf("usage: valid json|sarif|gitlab|rdjsonl FILE")
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(filepath.Join(ts.Getenv("ROOT"), filepath.FromSlash(schemas[args[0]])))
	ts.Check(err)
	documents := []string{ts.ReadFile(args[1])}
	if args[0] == "rdjsonl" {
		documents = strings.Split(strings.TrimSuffix(documents[0], "\n"), "\n")
	}
	for _, text := range documents {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		ts.Check(err)
		ts.Check(schema.Validate(v))
	}
}

// TestUsageFormats checks that help names every format.
func TestUsageFormats(t *testing.T) {
	_, text, _ := strings.Cut(usage, "-f FORMAT[=FILE]")
	text, _, _ = strings.Cut(text, "-explain")
	named := strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
	for name := range render.Formats {
		found := false
		for _, word := range named {
			found = found || word == name
		}
		if !found {
			t.Errorf("help does not name the format %s", name)
		}
	}
}
