package vocab

import (
	"fmt"
	"go/types"
)

// A Param names a parameter of a function for those who speak of functions that
// they do not see the source of: by its name, by its index, or by its kind alone
// where there is but one of it.
type Param struct {
	Kind  ParamKind
	Name  string // "" if the index or the kind says it
	Index int    // counts if Indexed
	// Indexed says that the parameter is known by its index, receivers not
	// counted.
	Indexed bool
}

// A ParamKind says what a parameter must be.
type ParamKind uint8

const (
	// NoParam: there is no parameter to speak of.
	NoParam ParamKind = iota
	// FuncParam is a function, a slice of functions, or variadic functions.
	FuncParam
	// ErrorParam is an error.
	ErrorParam
)

func (k ParamKind) String() string { return [...]string{"", "function", "error"}[k] }

func (k ParamKind) is(t types.Type) bool {
	if k == ErrorParam {
		return types.Identical(t, types.Universe.Lookup("error").Type())
	}
	return isFunction(t, true)
}

func isFunction(t types.Type, several bool) bool {
	if tp, ok := types.Unalias(t).(*types.TypeParam); ok {
		iface, ok := tp.Constraint().Underlying().(*types.Interface)
		if !ok || iface.NumEmbeddeds() != 1 {
			return false
		}
		t = iface.EmbeddedType(0)
		if union, ok := t.(*types.Union); ok {
			if union.Len() != 1 {
				return false
			}
			t = union.Term(0).Type()
		}
	}
	switch t := t.Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Slice:
		return several && isFunction(t.Elem(), false)
	}
	return false
}

// In returns the index of the parameter among those of a function with the
// signature sig. If it is none of them, or not of the kind, In returns -1 and
// says so, in words that go on behind the function's name.
func (p Param) In(sig *types.Signature) (index int, reason string) {
	index = -1
	switch {
	case p.Indexed:
		if index = p.Index; index < 0 || index >= sig.Params().Len() {
			return -1, fmt.Sprintf("has no parameter %d; the first is 0", p.Index)
		}
	case p.Name != "":
		if index = ParamNamed(sig, p.Name); index < 0 {
			return -1, fmt.Sprintf("has no parameter %s", p.Name)
		}
	default:
		for i := range sig.Params().Len() {
			if !p.Kind.is(sig.Params().At(i).Type()) {
				continue
			}
			if index >= 0 {
				return -1, fmt.Sprintf("has several %s parameters: one must be named", p.Kind)
			}
			index = i
		}
		if index < 0 {
			return -1, fmt.Sprintf("has no %s parameter", p.Kind)
		}
		return index, ""
	}
	if v := sig.Params().At(index); !p.Kind.is(v.Type()) {
		return -1, fmt.Sprintf("has a parameter %s that is no %s", orIndex(v.Name(), index), p.Kind)
	}
	return index, ""
}

func orIndex(name string, i int) string {
	if name == "" {
		return fmt.Sprint(i)
	}
	return name
}

// ParamNamed returns the index of the parameter that is called name, -1 if there
// is none.
func ParamNamed(sig *types.Signature, name string) int {
	if name == "_" || name == "" {
		return -1
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i).Name() == name {
			return i
		}
	}
	return -1
}
