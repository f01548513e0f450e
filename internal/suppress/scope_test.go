package suppress

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestScope marks the places that must be suppressed, by x, and those that must
// not, by o. Both are calls.
func TestScope(t *testing.T) {
	const own = "//futurelint:ignore orphan reason"
	for _, test := range []struct{ name, src string }{
		{"behind code", `package p
func f() {
	o()
	x() DIRECTIVE
	o()
}`},
		{"behind the end of a statement", `package p
func f() {
	g(o(),
		x()) DIRECTIVE
	o()
}`},
		{"behind the brace of a function", `package p
func f() { DIRECTIVE
	o()
}`},
		{"behind a brace that closes", `package p
func f() {
	if true {
		o()
	} DIRECTIVE
	o()
}`},
		{"above a statement", `package p
func f() {
	o()
	DIRECTIVE
	x(
		x(),
	)
	o()
}`},
		{"above a block", `package p
func f() {
	DIRECTIVE
	for range 3 {
		x()
	}
	o()
}`},
		{"above a case", `package p
func f() {
	switch {
	case true:
		o()
	DIRECTIVE
	case false:
		x()
	default:
		o()
	}
}`},
		{"above else", `package p
func f() {
	if true {
		o()
	DIRECTIVE
	} else {
		o()
	}
}`},
		{"first of a group", `package p
func f() {
	DIRECTIVE
	// more text
	x()
	o()
}`},
		{"last of a group", `package p
func f() {
	// text
	DIRECTIVE
	x()
}`},
		{"a blank line between", `package p
func f() {
	DIRECTIVE

	o()
}`},
		{"doc comment of a function", `package p
// f does it.
//
DIRECTIVE
func f() {
	x()
	func() { x() }()
}
func g() { o() }`},
		{"doc comment of a group of variables", `package p
DIRECTIVE
var (
	a = x()
	b = x()
)
var c = o()`},
		{"above a specification", `package p
var (
	a = o()
	DIRECTIVE
	b = func() int {
		return x()
	}
	c = o()
)`},
		{"above a field of a literal", `package p
var v = T{
	A: o(),
	DIRECTIVE
	B: func() {
		x()
	},
	C: o(),
}`},
		{"the end of a block", `package p
func f() {
	o()
	DIRECTIVE
}
func g() { o() }`},
		{"above the package clause", `DIRECTIVE
package p
var a = x()
func f() { x() }`},
		{"the end of the file", `package p
func f() { o() }
DIRECTIVE`},
		{"behind a line directive", `package p
func f() {
//line other.y:7
	g()
	DIRECTIVE
	x(
		x())
	o()
}`},
		{"behind a comment", `package p
func f() {
	x() /* text */ DIRECTIVE
	o()
}`},
		{"CRLF", "package p\r\nfunc f() {\r\n\tDIRECTIVE\r\n\tx()\r\n\to()\r\n\tx() DIRECTIVE\r\n}\r\n"},
	} {
		for form, directive := range map[string]string{"own": own, "nolint": "//nolint:futurelint // reason", "lint": "//lint:ignore orphan reason"} {
			t.Run(test.name+"/"+form, func(t *testing.T) { check(t, strings.ReplaceAll(test.src, "DIRECTIVE", directive)) })
		}
	}

	for name, src := range map[string]string{
		"far above the package clause, own": `//futurelint:ignore orphan reason

// Package p does it.
package p
var a = x()`,
		"far above the package clause, nolint": `//nolint:futurelint

// Package p does it.
package p
var a = o()`,
		"file-ignore anywhere": `package p
var a = x()
//futurelint:file-ignore orphan reason
var b = x()`,
		"file-ignore of staticcheck": `package p
var a = x()
//lint:file-ignore orphan/* reason`,
		"no reason": `package p
var a = o() //futurelint:ignore orphan
var b = o() //lint:ignore orphan
var c = x() //nolint:futurelint`,
		"another check": `package p
var a = o() //futurelint:ignore ctxthread,orphan/endless reason
var b = o() //nolint:errcheck,orphan
var c = o() //lint:ignore SA1000,S* reason`,
		"for everything": `package p
var a = x() //nolint
var b = x() // nolint:all
var c = x() //lint:ignore * reason
var d = x() //futurelint:ignore futurelint reason`,
		"a list": `package p
var a = x() //nolint:errcheck,futurelint
var b = x() //lint:ignore SA1000,orphan reason
var c = x() //futurelint:ignore ctxthread,orphan reason`,
		"several directives of a group": `package p
//futurelint:ignore ctxthread reason
//futurelint:ignore orphan reason
var a = x()`,
		// Of several //nolint golangci-lint applies the first one to the node.
		"several nolint of a group": `package p
//nolint:errcheck
//nolint:futurelint
var a = o()`,
		"nolint reaches a comment": `package p
var (
	a = x() //nolint:futurelint
	b = x() // text
	c = o()
)`,
		"own does not reach a comment": `package p
var (
	a = x() //futurelint:ignore orphan reason
	b = o() // text
)`,
		"own does not reach what begins below it": `package p
var a = []any{x(), //futurelint:ignore orphan reason
                   o(),
}`,
		"another column, nolint": `package p
func f() {
		//nolint:futurelint
	o()
}`,
		"another column": `package p
func f() {
		//lint:ignore orphan reason
	g(x(),
		o())
}`,
		"above an else": `package p
func f() {
	if true {
		o()
	//futurelint:ignore orphan reason
	} else if x() {
		o()
	}
}`,
		"right behind a line directive": `package p
func f() {
//line other.y:7
	//futurelint:ignore orphan reason
	x()
}`,
		// The group of comments is in the first column.
		"right behind a line directive, nolint": `package p
func f() {
//line other.y:17
	//nolint:futurelint
	o()
}`,
		"block comments": `package p
var a = o() /*futurelint:ignore orphan reason*/
/* nolint */
var b = o()`,
	} {
		t.Run(name, func(t *testing.T) { check(t, src) })
	}
}

func check(t *testing.T, src string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	set := Read(fset, []*ast.File{file})
	seen := false
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name, ok := call.Fun.(*ast.Ident)
		if !ok || name.Name != "x" && name.Name != "o" {
			return true
		}
		seen = true
		if got := set.Suppressed(call.Pos(), "orphan", "orphan/ticker"); got != (name.Name == "x") {
			t.Errorf("%s: suppressed: %t\n%s", fset.PositionFor(call.Pos(), false), got, src)
		}
		return true
	})
	if !seen {
		t.Fatal("no call")
	}
	for _, d := range set.Directives() {
		for _, n := range d.Names {
			want := strings.Contains(src, "x()") && n.Matches("orphan", "orphan/ticker") && d.applies() && (d.Form != Nolint || n.Text == All)
			if n.Used() != want && strings.Count(src, "nolint") < 2 {
				t.Errorf("%s: %s used: %t, want %t\n%s", fset.PositionFor(d.Comment.Pos(), false), n.Text, n.Used(), want, src)
			}
		}
	}
}
