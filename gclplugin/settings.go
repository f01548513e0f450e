package gclplugin

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/config"
	"github.com/futurelint/futurelint/internal/selection"
	"github.com/futurelint/futurelint/passes/ignore"
)

// Settings are what stands under linters.settings.custom.futurelint.settings. Their
// form is that of the file .futurelint.yaml, which is not read:
//
//	tier: strict
//	tests: none
//	checks: {ctxthread: default, orphan/ticker: off}
//	orphan:
//	  require-join: [example.com/shop/...]
//
// A check's own setting may be written with a dot, orphan.require-join: that is how
// the command line names it, and golangci-lint hands over the one as the other.
// There is no exclude, because golangci-lint has exclusions of its own. What is said
// of functions is known in dependencies too, as golangci-lint analyses them in the
// same process; its cache knows results by the settings.
type Settings struct {
	config.Config
	// Terms are checks where they are a list, as on the command line:
	//
	//	checks: [ctxthread, orphan, -orphan/ticker]
	Terms []string
}

// UnmarshalJSON decodes settings. The error is for what is not of the form; whether
// names stand for anything is found out by [New].
func (s *Settings) UnmarshalJSON(data []byte) error {
	*s = Settings{}
	var keys map[string]any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&keys); err != nil {
		return errors.New("settings must be a mapping")
	}
	if _, ok := keys["exclude"]; ok {
		return errors.New("exclude: golangci-lint has linters.exclusions.paths for that")
	}
	if value, ok := keys["checks"]; ok {
		if _, form := value.(map[string]any); !form {
			terms, err := list(value)
			if err != nil {
				return fmt.Errorf("checks: %w", err)
			}
			s.Terms = terms
			delete(keys, "checks")
		}
	}
	if err := nest(keys); err != nil {
		return err
	}
	data, err := json.Marshal(keys)
	if err != nil || len(keys) == 0 {
		return err
	}
	return s.Config.UnmarshalJSON(data)
}

// list returns the names in a list, or in a text that commas separate.
func list(value any) ([]string, error) {
	switch v := value.(type) {
	case string:
		return strings.Split(v, ","), nil
	case []any:
		var texts []string
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, errors.New("must be a list of names")
			}
			texts = append(texts, text)
		}
		return texts, nil
	}
	return nil, errors.New("must be a list of names, or a mapping")
}

// nest writes a setting with a dot as one of a mapping.
func nest(keys map[string]any) error {
	for key, value := range keys {
		check, name, dotted := strings.Cut(key, ".")
		if !dotted {
			continue
		}
		delete(keys, key)
		if keys[check] == nil {
			keys[check] = make(map[string]any)
		}
		m, ok := keys[check].(map[string]any)
		if !ok {
			return fmt.Errorf("%s must be a mapping, because there is %s as well", check, key)
		}
		if _, twice := m[name]; twice {
			return fmt.Errorf("%s is there twice", key)
		}
		m[name] = value
	}
	return nil
}

// apply has the settings take effect in this process, in place of what others say.
func (s *Settings) apply() error {
	checks := futurelint.Checks()
	if err := s.Validate(checks); err != nil {
		return err
	}
	selection.Reset()
	if err := s.Apply(checks); err != nil {
		return err
	}
	// golangci-lint applies //nolint itself, and knows which are unused.
	if !s.Sets(ignore.Check, "nolint") {
		if err := ignore.Analyzer.Flags.Set("nolint", "false"); err != nil {
			return err
		}
	}
	if s.Terms == nil {
		return nil
	}
	var sel selection.Selection
	fs := flag.NewFlagSet(Name, flag.ContinueOnError)
	sel.Register(fs)
	for _, f := range [][2]string{{"tier", s.Tier}, {"tests", s.Tests}, {"checks", strings.Join(s.Terms, ",")}} {
		if f[1] == "" {
			continue
		}
		if err := fs.Set(f[0], f[1]); err != nil {
			return fmt.Errorf("%s: %w", f[0], err)
		}
	}
	// The settings are in force like flags: no file is left to ask.
	return sel.Apply(func(check, setting string) bool { return false })
}
