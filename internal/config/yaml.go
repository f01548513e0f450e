package config

import (
	"bytes"
	"errors"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// A kind is what a node is.
type kind string

const (
	scalar  kind = "a value"
	list    kind = "a list"
	mapping kind = "a mapping"
	nothing kind = "nothing"
)

// A node is a value of a file, with its place.
type node struct {
	position
	kind  kind
	text  string // of a scalar
	items []node // of a list
	pairs []pair // of a mapping
}

type pair struct{ key, value node }

// parseYAML reads a document. A file that says nothing is nothing.
func parseYAML(file string, data []byte) (node, error) {
	tree, err := parser.ParseBytes(bytes.TrimPrefix(data, []byte("\ufeff")), 0)
	if err != nil {
		e := &Error{File: file, Message: err.Error()}
		var said interface {
			error
			GetMessage() string
			GetToken() *token.Token
		}
		if errors.As(err, &said) {
			e.Message = said.GetMessage()
			if at := placeOf(said.GetToken()); at.line > 0 {
				e.Line, e.Col = at.line, at.col
			}
		}
		return node{}, e
	}
	r := &reader{fails: failures{file: file}}
	root := node{kind: nothing}
	for i, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		n := r.node(doc.Body)
		if i > 0 && root.kind != nothing {
			r.fails.add(n.position, "a second document; there can be but one")
			break
		}
		root = n
	}
	return root, r.fails.err()
}

func placeOf(tk *token.Token) position {
	if tk == nil || tk.Position == nil {
		return position{}
	}
	return position{tk.Position.Line, tk.Position.Column}
}

type reader struct{ fails failures }

func (r *reader) node(n ast.Node) node {
	at := placeOf(n.GetToken())
	switch n := n.(type) {
	case *ast.MappingNode:
		m := node{position: at, kind: mapping}
		for _, v := range n.Values {
			m.pairs = append(m.pairs, r.pair(v))
		}
		if len(m.pairs) > 0 && !n.IsFlowStyle {
			m.position = m.pairs[0].key.position
		}
		return m
	case *ast.MappingValueNode:
		p := r.pair(n)
		return node{position: p.key.position, kind: mapping, pairs: []pair{p}}
	case *ast.SequenceNode:
		l := node{position: at, kind: list}
		for _, v := range n.Values {
			l.items = append(l.items, r.node(v))
		}
		return l
	case *ast.NullNode:
		return node{position: at, kind: nothing}
	case *ast.StringNode:
		return node{position: at, kind: scalar, text: n.Value}
	case *ast.LiteralNode:
		return node{position: at, kind: scalar, text: strings.TrimSpace(n.Value.Value)}
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return node{position: at, kind: scalar, text: n.GetToken().Value}
	case *ast.CommentGroupNode:
		return node{position: at, kind: nothing}
	case *ast.AliasNode:
		r.fails.add(at, "an alias cannot be used here; a pattern that begins with * has to be quoted")
		return node{position: at, kind: nothing}
	}
	// Nobody needs anchors, tags and merged keys here, and what they hide cannot
	// be pointed at.
	r.fails.add(at, "%s cannot be used here", strings.ToLower(n.Type().String()))
	return node{position: at, kind: nothing}
}

func (r *reader) pair(v *ast.MappingValueNode) pair {
	key := r.node(v.Key)
	if key.kind != scalar {
		r.fails.add(key.position, "a key must be a word")
	}
	if v.Value == nil {
		return pair{key, node{position: key.position, kind: nothing}}
	}
	return pair{key, r.node(v.Value)}
}
