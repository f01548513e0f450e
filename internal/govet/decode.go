package govet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// The JSON of x/tools' unitchecker: package -> analyzer -> findings or error.
type (
	unit map[string]map[string]json.RawMessage

	diagnostic struct {
		Posn, End, Message string
		Related            []struct{ Posn, Message string }
		Fixes              []struct {
			Message string
			Edits   []struct {
				Filename   string
				Start, End int
				New        string
			}
		} `json:"suggested_fixes"`
	}
)

// split copies r's JSON objects to object and its other lines to text. The
// objects are those that json.MarshalIndent writes: their braces, and no
// others, stand at the start of a line. Go 1.26 writes them to standard output
// with nothing between them, earlier versions to standard error between lines
// that name the packages.
func split(r io.Reader, object, text func([]byte)) error {
	in := bufio.NewReader(r)
	var obj bytes.Buffer
	for {
		line, err := in.ReadBytes('\n')
		switch trimmed := string(bytes.TrimSpace(line)); {
		case len(line) == 0:
		case obj.Len() > 0 || string(bytes.TrimRight(line, "\r\n")) == "{":
			obj.Write(line)
			if line[0] == '}' {
				object(obj.Bytes())
				obj.Reset()
			}
		case trimmed == "{}":
			object([]byte(trimmed))
		default:
			text(line)
		}
		if err != nil {
			// What is left over is not an object: somebody should
			// see it.
			if obj.Len() > 0 {
				text(obj.Bytes())
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// decode returns the findings of one object and joins the errors of analyzers
// that failed.
func decode(object []byte) ([]finding.Finding, error) {
	var u unit
	if err := json.Unmarshal(object, &u); err != nil {
		return nil, fmt.Errorf("go vet's JSON: %w", err)
	}
	var (
		list []finding.Finding
		errs []error
	)
	for pkg, results := range u {
		for analyzer, raw := range results {
			if len(raw) > 0 && raw[0] == '[' {
				found, err := diagnostics(pkg, analyzer, raw)
				list = append(list, found...)
				errs = append(errs, err)
				continue
			}
			var failure struct{ Error string }
			if err := json.Unmarshal(raw, &failure); err != nil {
				errs = append(errs, fmt.Errorf("go vet's JSON for %s: %w", pkg, err))
				continue
			}
			errs = append(errs, fmt.Errorf("%s: %s: %s", pkg, analyzer, failure.Error))
		}
	}
	return list, errors.Join(errs...)
}

func diagnostics(pkg, analyzer string, raw []byte) ([]finding.Finding, error) {
	var diags []diagnostic
	if err := json.Unmarshal(raw, &diags); err != nil {
		return nil, fmt.Errorf("go vet's JSON for %s: %w", analyzer, err)
	}
	var (
		list []finding.Finding
		errs []error
	)
	for _, d := range diags {
		f := finding.Finding{Check: analyzer, Package: proper(pkg), Message: d.Message}
		var err error
		if f.Start, err = finding.ParsePlace(d.Posn); err != nil {
			// A finding without a place is better than none.
			f.Start = finding.Place{File: d.Posn}
		}
		if f.End, err = finding.ParsePlace(d.End); err != nil {
			f.End = f.Start
		}
		for _, rel := range d.Related {
			place, err := finding.ParsePlace(rel.Posn)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			f.Related = append(f.Related, finding.Related{Place: place, Message: rel.Message})
		}
		for _, fix := range d.Fixes {
			edits := make([]finding.Edit, len(fix.Edits))
			for i, e := range fix.Edits {
				edits[i] = finding.Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New}
			}
			f.Fixes = append(f.Fixes, finding.Fix{Message: fix.Message, Edits: edits})
		}
		list = append(list, f)
	}
	return list, errors.Join(errs...)
}

// proper returns the path of the package that a unit belongs to. Units of tests
// are called "p [p.test]" and "p_test [p.test]".
func proper(unit string) string {
	path, variant, ok := strings.Cut(unit, " [")
	if !ok {
		return path
	}
	return strings.TrimSuffix(variant, ".test]")
}
