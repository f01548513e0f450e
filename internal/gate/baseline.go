package gate

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/futurelint/futurelint/internal/fingerprint"
)

// A baseline file is an array in JSON. Its first element says what it is; after
// that each finding stands on a line of its own, behind its comma, so that a change
// to one finding changes one line and git merges the rest.
const baselineVersion = 1

type baselineHeader struct {
	Baseline string `json:"baseline"`
	Version  int    `json:"version"`
}

type baselineEntry struct {
	Check     string `json:"check"`
	Package   string `json:"package"`
	Decl      string `json:"declaration"`
	Construct string `json:"construct"`
}

// ReadBaseline returns the findings that the file lists. The error says what is
// wrong with the file, and in which line.
func ReadBaseline(name string) ([]fingerprint.Key, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("baseline: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors cannot do without
	line := func(offset int64) int {
		return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(data, &elements); err != nil {
		at := int64(0)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return nil, fmt.Errorf("baseline %s:%d: %w", name, line(at), err)
	}
	var header baselineHeader
	if len(elements) == 0 || json.Unmarshal(elements[0], &header) != nil || header.Baseline != "futurelint" {
		return nil, fmt.Errorf("baseline %s: is none of futurelint's", name)
	}
	if header.Version != baselineVersion {
		return nil, fmt.Errorf("baseline %s: is of version %d, want %d; write it anew with -write-baseline", name, header.Version, baselineVersion)
	}
	keys := make([]fingerprint.Key, 0, len(elements)-1)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("baseline %s: %w", name, err)
	}
	if err := dec.Decode(new(baselineHeader)); err != nil {
		return nil, fmt.Errorf("baseline %s:%d: %w", name, line(dec.InputOffset()), err)
	}
	for dec.More() {
		var e baselineEntry
		err := dec.Decode(&e)
		if err == nil && e.Check == "" {
			err = errors.New("no check")
		}
		if err != nil {
			return nil, fmt.Errorf("baseline %s:%d: %w", name, line(dec.InputOffset()), err)
		}
		keys = append(keys, fingerprint.Key(e))
	}
	return keys, nil
}

// WriteBaseline writes the file of the findings, sorted.
func WriteBaseline(w io.Writer, keys []fingerprint.Key) error {
	keys = slices.SortedFunc(slices.Values(keys), func(a, b fingerprint.Key) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Decl, b.Decl), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Construct, b.Construct))
	})
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	out.WriteString("[")
	if err := enc.Encode(baselineHeader{Baseline: "futurelint", Version: baselineVersion}); err != nil {
		return err
	}
	for _, k := range keys {
		out.WriteString(",")
		if err := enc.Encode(baselineEntry(k)); err != nil {
			return err
		}
	}
	out.WriteString("]\n")
	return out.Flush()
}
