package vocab

import (
	"slices"
	"strings"
	"testing"
)

func TestHeadNoun(t *testing.T) {
	for _, test := range []struct {
		name  string
		isMap bool
		want  NounKind
	}{
		{name: "ids", want: Resource},
		{name: "tenantIDs", want: Resource},
		{name: "nodeIDs", want: Topology},
		{name: "chunkBufs", want: Resource},
		{name: "imageNames", want: Resource},
		{name: "diffids", want: Resource},
		{name: "replicas", want: Topology},
		{name: "devices", want: Topology},
		{name: "fetchersByID", want: Topology},
		{name: "chunksByFetcher", isMap: true, want: Topology},
		{name: "chunksByFetcher", want: Resource},
		{name: "instancesForStreams", isMap: true, want: Topology},
		{name: "chunk", want: Resource},
		{name: "URLsToFetch", want: Resource},
		{name: "items", want: Vague},
		{name: "logLines", want: Resource},
		{name: "queueItems", want: Vague},
		{name: "orgIDs", want: Vague},
		{name: "entryPoints", want: Topology},
		{name: "TCPEntryPoints", want: Topology},
		{name: "todo"},
		{name: "x"},
		{name: "_"},
		{name: ""},
	} {
		if got := HeadNoun(test.name, test.isMap); got != test.want {
			t.Errorf("HeadNoun(%q, %v) = %d, want %d", test.name, test.isMap, got, test.want)
		}
	}
}

func TestPlural(t *testing.T) {
	for name, want := range map[string]bool{
		"erasureObjects": true, "Files": true, "delObj": false, "Object": false, "series": false, "Address": false, "": false,
	} {
		if got := Plural(name); got != want {
			t.Errorf("Plural(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"tenantIDs":   "tenant ids",
		"URLFor":      "url for",
		"ReadDir":     "read dir",
		"HTTPServer2": "http server2",
		"snake_case":  "snake case",
		"":            "",
	} {
		if got := strings.Join(Words(name), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCallRoles(t *testing.T) {
	for _, test := range []struct {
		role CallRole
		name string
		want bool
	}{
		{Source, "ListObjectsV2", true},
		{Source, "ContainerList", true},
		{Source, "ReadDir", true},
		{Source, "layerWalk", false},
		{Source, "Lister", false},
		{Walker, "WalkDir", true},
		{Accepter, "Accept", true},
		{Accepter, "CanAccept", false},
		{Gate, "acquire", true},
		{Lasting, "ContainerWait", true},
	} {
		if got := test.role.Has(test.name); got != test.want {
			t.Errorf("role %d of %s: %v, want %v", test.role, test.name, got, test.want)
		}
	}
}

// TestWordsOnce fails if a noun says two things, or a reason is missing.
func TestWordsOnce(t *testing.T) {
	var all []string
	for _, n := range Nouns() {
		if n.Why == "" {
			t.Errorf("no reason for %v", n.Words)
		}
		for _, w := range n.Words {
			if slices.Contains(all, w) {
				t.Errorf("%s is listed twice", w)
			}
			all = append(all, w)
		}
	}
	for _, c := range Calls() {
		if c.Why == "" {
			t.Errorf("no reason for %v", c.Words)
		}
	}
}
