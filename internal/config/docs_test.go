package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/config"
)

// TestDocumentation parses the examples in the documentation, each and all
// together, and wants every key to be among them.
func TestDocumentation(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	var whole strings.Builder
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(data), -1)
	for i, m := range append(examples, nil) {
		text := whole.String()
		if i < len(examples) {
			text = m[1]
			whole.WriteString(text)
		}
		c, err := config.Parse(config.Name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Validate(futurelint.Checks()); err != nil {
			t.Error(err)
		}
	}
	for _, key := range config.Keys() {
		if !strings.Contains(whole.String(), "\n"+key+":") {
			t.Errorf("no example has %s", key)
		}
	}
}
