package config

import (
	"fmt"
	"strconv"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/vocab"
)

func itoa(i int) string { return strconv.Itoa(i) }

// Apply makes what c says the defaults of the checks' flags, which flags that are
// parsed later override, and has the vocabulary know its functions. c must be
// valid. What it says about files is left to the caller; see [Config.Excludes].
func (c *Config) Apply(checks []*check.Check) error {
	for _, chk := range checks {
		for _, sub := range chk.Subs {
			if sub.OnlyPolicy() {
				continue
			}
			if err := chk.Flags().Set(sub.Name, strconv.FormatBool(c.Runs(sub))); err != nil {
				return fmt.Errorf("%s: %s: %w", c.file, sub.ID(), err)
			}
		}
		if c.Tests != "" {
			if err := chk.Flags().Set("tests", c.Tests); err != nil {
				return fmt.Errorf("%s: tests: %w", c.file, err)
			}
		}
		for name, value := range c.Settings[chk.Name] {
			if err := chk.Flags().Set(name, value); err != nil {
				return fmt.Errorf("%s: %s: %s: %w", c.file, chk.Name, name, err)
			}
		}
	}
	c.ApplyRows()
	return nil
}

// ApplyRows has the vocabulary know the functions that c names, and no others
// than those and its own.
func (c *Config) ApplyRows() { vocab.Extend(c.Rows()) }

// Runs reports whether c has the sub-check switched on.
func (c *Config) Runs(sub *check.Sub) bool {
	if v, ok := c.Checks[sub.ID()]; ok {
		return v == on
	}
	tier := c.Tier
	if v, ok := c.Checks[sub.Check().Name]; ok {
		tier = v
	}
	switch check.Tier(tier) {
	case check.Strict:
		return true
	case off:
		return false
	}
	return sub.Tier() == check.Default
}

// Sets reports whether c gives the analyzer's setting of the check a value.
func (c *Config) Sets(chk *check.Check, name string) bool {
	_, ok := c.Settings[chk.Name][name]
	return ok
}
