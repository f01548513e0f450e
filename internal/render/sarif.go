package render

import (
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
)

const (
	sarifSchemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifRoot      = "%SRCROOT%"
	sarifPrint     = "futurelint/v1" // the key of fingerprints; v2 would be made of something else
	notAnalysed    = "not-analysed"
)

// SARIF writes r as a log of SARIF 2.1.0. Files below the root of the repository
// are relative to %SRCROOT%. Columns are in UTF-16 code units; a place in a file
// that cannot be read, or is not as it was, has none, and a fix to such a file, or
// one that is not text, is left out.
//
// A finding of the default tier is an error, since GitHub fails a pull request for
// errors alone, and one of the strict tier a warning.
func SARIF(w io.Writer, r *Report) error {
	s := &sarif{
		Report: r,
		repo:   r.repository(),
		files:  make(sourceFiles),
		rules:  r.ruleIndex(),
		tier:   r.tiers(),
	}
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name:           toolName,
			Version:        strings.TrimPrefix(r.Version, "v"),
			InformationURI: toolURL,
			Rules:          s.descriptors(),
			Notifications:  []sarifDescriptor{incompleteDescriptor()},
		}},
		Invocations: []sarifInvocation{{Notifications: []sarifNotification{}}},
		BaseIDs:     map[string]sarifArtifactLoc{sarifRoot: {URI: s.repo.rootURI()}},
		ColumnKind:  "utf16CodeUnits",
		Results:     []sarifResult{},
	}
	invocation := &run.Invocations[0]
	for _, text := range r.incomplete() {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{
			Level: "error", Message: sarifMessage{Text: text}, Descriptor: sarifDescriptorRef{ID: notAnalysed},
		})
	}
	invocation.Successful = len(invocation.Notifications) == 0
	decls := s.declarations()
	for i := range r.Findings {
		run.Results = append(run.Results, s.result(&r.Findings[i], decls[i]))
	}
	return writeJSON(w, sarifLog{Schema: sarifSchemaURI, Version: "2.1.0", Runs: []sarifRun{run}})
}

// incompleteDescriptor returns what there is to say about packages that were not
// analysed. GitHub asks of it what it asks of rules.
func incompleteDescriptor() sarifDescriptor {
	return sarifDescriptor{
		ID:    notAnalysed,
		Short: &sarifMessage{Text: "package not analysed"},
		Full:  &sarifMessage{Text: "A package that does not load or compile is not analysed, nor is one that imports it."},
		Help:  &sarifMessage{Text: "Run go build and go vet on the package; what they say is in the way."},
	}
}

type sarif struct {
	*Report
	repo  repository
	files sourceFiles
	rules map[string]int
	tier  tiers
}

// descriptors returns what there is to say about the rules.
func (s *sarif) descriptors() []sarifDescriptor {
	list := []sarifDescriptor{}
	for i := range s.Rules {
		rule := &s.Rules[i]
		level, precision := "error", "high"
		if rule.Tier == "strict" {
			level, precision = "warning", "medium"
		}
		list = append(list, sarifDescriptor{
			ID:      rule.ID,
			Short:   &sarifMessage{Text: rule.Title},
			Full:    &sarifMessage{Text: rule.Text},
			Help:    rule.help(),
			HelpURI: rule.URL,
			Default: &sarifRuleConfig{Level: level},
			Properties: map[string]any{ // these are GitHub's
				"precision":        precision,
				"problem.severity": level,
				"tags":             []string{"concurrency", rule.Tier},
			},
		})
	}
	return list
}

// help returns the text about a rule with the code before and after.
func (rule *Rule) help() *sarifMessage {
	text, markdown := rule.Text+"\n", rule.Text+"\n"
	add := func(title, code string) {
		if code = strings.Trim(code, "\n"); code == "" {
			return
		}
		text += "\n" + title + ":\n\n    " + strings.ReplaceAll(code, "\n", "\n    ") + "\n"
		markdown += "\n" + title + ":\n\n```go\n" + code + "\n```\n"
	}
	add("Before", rule.Before)
	add("After", rule.After)
	if rule.URL != "" {
		text += "\nSee " + rule.URL + "\n"
		markdown += "\n[More about " + rule.ID + "](" + rule.URL + ")\n"
	}
	return &sarifMessage{Text: text, Markdown: markdown}
}

// declarations returns, for every finding, the declarations that its related
// places are in.
func (s *sarif) declarations() [][]string {
	var places []finding.Finding
	for i := range s.Findings {
		for _, rel := range s.Findings[i].Related {
			places = append(places, finding.Finding{Start: rel.Place, End: rel.Place})
		}
	}
	fingerprint.Describe(places, readFile)
	decls := make([][]string, len(s.Findings))
	for i := range s.Findings {
		for range s.Findings[i].Related {
			decls[i] = append(decls[i], places[0].Decl)
			places = places[1:]
		}
	}
	return decls
}

func (s *sarif) result(f *finding.Finding, decls []string) sarifResult {
	res := sarifResult{
		RuleID:       f.Sub(),
		Level:        s.tier.pick(f, "warning", "error"),
		Message:      sarifMessage{Text: linked(f)},
		Locations:    []sarifLocation{},
		Fingerprints: map[string]string{sarifPrint: fingerprint.Of(f).String()},
	}
	if i, ok := s.rules[res.RuleID]; ok {
		res.RuleIndex = &i
	}
	here := s.location(f.Start, f.End)
	if f.Decl != "" {
		here.Logical = []sarifLogical{{FullName: f.Package + "." + f.Decl}}
	}
	if here.Physical != nil {
		res.Locations = append(res.Locations, here)
	}
	crosses := false
	flow := sarifThreadFlow{}
	for i, rel := range f.Related {
		there := s.location(rel.Place, rel.Place)
		there.Message = &sarifMessage{Text: rel.Message}
		flow.Locations = append(flow.Locations, sarifFlowLocation{there})
		there.ID = i + 1
		res.Related = append(res.Related, there)
		crosses = crosses || rel.Place.File != f.Start.File || decls[i] != f.Decl
	}
	if crosses {
		here.Message = &sarifMessage{Text: f.Text()}
		flow.Locations = append(flow.Locations, sarifFlowLocation{here})
		res.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{flow}}}
	}
	for _, fix := range f.Fixes {
		sf, ok := s.fix(fix)
		if ok && !slices.ContainsFunc(res.Fixes, func(old sarifFix) bool { return reflect.DeepEqual(old, sf) }) {
			res.Fixes = append(res.Fixes, sf)
		}
	}
	return res
}

// linked returns the message with links to the related places: GitHub shows no
// others.
func linked(f *finding.Finding) string {
	text := f.Text()
	if strings.Contains(text, "](") { // would be taken for a link
		text = bracketed(text)
	}
	for i, rel := range f.Related {
		text += "\n[" + bracketed(rel.Message) + "](" + strconv.Itoa(i+1) + ")"
	}
	return text
}

// bracketed escapes what ends the text of a link, or begins one.
func bracketed(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

func (s *sarif) location(start, end finding.Place) sarifLocation {
	if noFile(start.File) {
		return sarifLocation{}
	}
	return sarifLocation{Physical: &sarifPhysical{Artifact: s.artifact(start.File), Region: s.region(start, end)}}
}

func (s *sarif) artifact(file string) sarifArtifactLoc {
	uri, inside := s.repo.uri(file)
	if inside {
		return sarifArtifactLoc{URI: uri, BaseID: sarifRoot}
	}
	return sarifArtifactLoc{URI: uri}
}

// region returns as much as is known of what lies between start and end.
func (s *sarif) region(start, end finding.Place) *sarifRegion {
	if start.Line < 1 {
		return nil
	}
	region := &sarifRegion{StartLine: start.Line}
	column, ok := s.files.utf16Column(start)
	if !ok {
		return region
	}
	region.StartColumn = column
	if end.File != start.File || end.Line < start.Line || end.Line == start.Line && end.Col <= start.Col {
		return region
	}
	if column, ok = s.files.utf16Column(end); ok {
		region.EndLine, region.EndColumn = end.Line, column
	}
	return region
}

// fix returns a fix as changes of files. All of its edits can be said, or it is
// none.
func (s *sarif) fix(fix finding.Fix) (sarifFix, bool) {
	out := sarifFix{Description: sarifMessage{Text: fix.Message}}
	changes := make(map[string]int) // by file
	for _, e := range fix.Edits {
		text := s.files.file(e.File)
		start, ok := text.place(e.File, e.Start)
		if !ok {
			return sarifFix{}, false
		}
		end, ok := text.place(e.File, e.End)
		if !ok || e.End < e.Start || !utf8.ValidString(e.New) {
			return sarifFix{}, false
		}
		from, _ := s.files.utf16Column(start)
		to, _ := s.files.utf16Column(end)
		i, ok := changes[e.File]
		if !ok {
			i = len(out.Changes)
			changes[e.File] = i
			out.Changes = append(out.Changes, sarifChange{Artifact: s.artifact(e.File)})
		}
		replacement := sarifReplacement{Deleted: sarifRegion{StartLine: start.Line, StartColumn: from, EndLine: end.Line, EndColumn: to}}
		if e.New != "" {
			replacement.Inserted = &sarifContent{Text: e.New}
		}
		out.Changes[i].Replacements = append(out.Changes[i].Replacements, replacement)
	}
	return out, len(out.Changes) > 0
}
