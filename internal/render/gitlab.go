package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/futurelint/futurelint/internal/fingerprint"
)

// A report for GitLab's Code Quality.
type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

// GitLab writes a Code Quality report. GitLab keeps one issue a fingerprint; of
// findings that share theirs, the second and later ones get one of their own,
// which says the how-manyth they are.
func GitLab(w io.Writer, r *Report) error {
	var (
		issues = []gitlabIssue{}
		repo   = r.repository()
		tier   = r.tiers()
		seen   = make(occurrences)
	)
	for i := range r.Findings {
		f := &r.Findings[i]
		name, _ := repo.path(f.Start.File)
		if name == "" {
			name = "." // without a path the report as a whole is refused
		}
		print := fingerprint.Of(f).String()
		if n := seen.next(print); n > 1 {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s#%d", print, n))
			print = hex.EncodeToString(sum[:16])
		}
		issues = append(issues, gitlabIssue{
			Description: f.Text(),
			CheckName:   f.Sub(),
			Fingerprint: print,
			Severity:    tier.pick(f, "minor", "major"),
			Location:    gitlabLocation{Path: name, Lines: gitlabLines{Begin: max(1, f.Start.Line)}},
		})
	}
	return writeJSON(w, issues)
}
