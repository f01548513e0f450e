package vocab

import (
	"strings"
	"sync"
	"unicode"
)

// This file reads names by the tables of data.go.

// Words splits a Go name into its words, in lower case: "tenantIDs" is tenant
// and ids.
func Words(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			start = i + 1
		case unicode.IsUpper(r) && i > start && (!unicode.IsUpper(runes[i-1]) || lowerNext(runes, i)):
			flush(i)
		}
	}
	flush(len(runes))
	return words
}

// lowerNext reports whether the upper-case rune at i begins a word after an
// abbreviation: the F of "URLFor", but not the L of "URL" nor the D of "IDs".
func lowerNext(runes []rune, i int) bool {
	if i+1 >= len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	return runes[i+1] != 's' || i+2 < len(runes) && unicode.IsLower(runes[i+2])
}

// nounKinds knows every word of the table by its plural and its singular.
var nounKinds = sync.OnceValue(func() map[string]NounKind {
	m := make(map[string]NounKind, 600)
	for _, n := range nouns {
		for _, w := range n.Words {
			m[w] = n.Kind
			m[singular(w)] = n.Kind
		}
	}
	return m
})

func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && w != "series":
		return strings.TrimSuffix(w, "ies") + "y"
	case strings.HasSuffix(w, "hes"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "sses"):
		return strings.TrimSuffix(w, "es")
	case w == "series", w == "ns":
		return w
	}
	return strings.TrimSuffix(w, "s")
}

// containers are words that say how things are held, and nothing of what they
// are.
var containers = map[string]bool{
	"list": true, "slice": true, "set": true, "array": true, "map": true, "queue": true, "batch": true,
	"bufs": true, "buffers": true, "infos": true, "info": true, "data": true, "values": true, "names": true,
	"refs": true, "lists": true, "sets": true, "maps": true, "all": true, "ptrs": true, "copy": true, "results": true,
	"summary": true, "summaries": true, "metas": true, "meta": true, "metadata": true, "headers": true, "descs": true,
}

// relations are words before which the head of a name stands: "streams by
// tenant" are streams.
var relations = map[string]bool{"by": true, "for": true, "per": true, "of": true, "to": true, "from": true, "in": true, "with": true, "on": true, "without": true}

// HeadNoun returns what the name of a collection says of its number: its head is
// judged, which is the last word in front of a relation. Of a map, which is keyed
// by what stands behind "by" or "per", that is judged. A noun of topology
// anywhere in front of the relation goes before all others: node IDs are as few
// as nodes. So does one of two words: entry points are not points. IDs and the
// like are judged by what they are of: those of a noun that says nothing are
// vague, those of nothing in particular name stored things.
func HeadNoun(name string, isMap bool) NounKind {
	words := Words(name)
	for i, w := range words {
		if i > 0 && relations[w] {
			if isMap && (w == "by" || w == "per") && i+1 < len(words) {
				words = words[i+1:]
			} else {
				words = words[:i]
			}
			break
		}
	}
	kinds := nounKinds()
	for i, w := range words {
		if kinds[w] == Topology || i > 0 && kinds[words[i-1]+w] == Topology {
			return Topology
		}
	}
	for len(words) > 1 && containers[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return 0
	}
	head := words[len(words)-1]
	switch k := kinds[head]; {
	case (k == Identity || k == Vague) && len(words) > 1:
		if kinds[words[len(words)-2]] == Resource {
			return Resource // tenant IDs, log lines
		}
		return Vague
	case k == Identity:
		return Resource
	case k != 0:
		return k
	}
	// "filepaths", "chainids": run together.
	for _, suffix := range [...]string{"ids", "paths", "urls", "files", "keys", "chunks", "blobs", "blocks"} {
		if strings.HasSuffix(head, suffix) {
			return Resource
		}
	}
	return 0
}

// Plural reports whether name ends in the plural of a noun of the table.
func Plural(name string) bool {
	words := Words(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return singular(last) != last && nounKinds()[singular(last)] != 0
}

// Identifies reports whether name is that of what a thing is known by, such as an
// ID or a digest.
func Identifies(name string) bool {
	words := Words(name)
	return len(words) > 0 && nounKinds()[words[len(words)-1]] == Identity
}

// Has reports whether the name of a function promises the role.
func (role CallRole) Has(name string) bool {
	words := Words(name)
	if len(words) == 0 {
		return false
	}
	for _, c := range calls {
		if c.Role != role {
			continue
		}
		for _, w := range c.Words {
			for i, word := range words {
				if i > 0 && !c.Anywhere {
					break
				}
				if word == w {
					return true
				}
			}
			// "ReadDir" is readdir as well.
			if len(words) > 1 && words[0]+words[1] == w {
				return true
			}
		}
	}
	return false
}

// Holder reports whether a word in the name of a type says what has something, or
// gives access to it, and nothing of what that is.
func Holder(word string) bool {
	switch word {
	case "client", "service", "server", "store", "storage", "api", "db", "database", "session", "conn", "connection", "provider", "registry":
		return true
	}
	return false
}
