package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// channelUse is all that is done to a channel, as far as it is seen from where
// the channel comes from.
type channelUse struct {
	p    *Package
	seen map[ssa.Value]bool

	sends, receives, closes []ChannelOp
	returned                bool
	// passed says that functions of the package are given the channel,
	// captured that function literals use it, and mixed that one of the
	// variables that hold it may hold another.
	passed, captured, mixed bool
	// lost says that it gets where it is not followed: into a field, an
	// interface, a slice, or a function of which nothing is known.
	lost bool
}

// channelUses follows the channel v forwards, through variables, captures and
// the parameters of functions of the package.
func (p *Package) channelUses(v ssa.Value) *channelUse {
	u := &channelUse{p: p, seen: make(map[ssa.Value]bool)}
	u.follow(v)
	return u
}

func (u *channelUse) follow(v ssa.Value) {
	if u.seen[v] || v.Referrers() == nil {
		return
	}
	u.seen[v] = true
	for _, ref := range *v.Referrers() {
		u.use(v, ref)
	}
}

func (u *channelUse) use(v ssa.Value, ref ssa.Instruction) {
	switch ref := ref.(type) {
	case *ssa.Send:
		u.lost = u.lost || ref.X == v
		u.sends = append(u.sends, ChannelOp{Instr: ref, In: ref.Parent()})
	case *ssa.UnOp:
		if ref.Op == token.ARROW {
			u.receives = append(u.receives, ChannelOp{Instr: ref, In: ref.Parent()})
		}
	case *ssa.Select:
		for i, state := range ref.States {
			u.lost = u.lost || state.Send == v
			op := ChannelOp{Instr: ref, Select: ref, State: i, In: ref.Parent()}
			switch {
			case state.Chan != v:
			case state.Dir == types.SendOnly:
				u.sends = append(u.sends, op)
			default:
				u.receives = append(u.receives, op)
			}
		}
	case *ssa.Return:
		u.returned = true
	case *ssa.ChangeType:
		u.follow(ref)
	case *ssa.Phi:
		u.mixed = u.mixed || slices.ContainsFunc(ref.Edges, func(e ssa.Value) bool {
			return e != v && e != ref && !isNilConst(e)
		})
		u.follow(ref)
	case *ssa.Store:
		u.store(ref)
	case *ssa.MakeClosure:
		u.captured = true
		for i, b := range ref.Bindings {
			if b == v {
				u.follow(ref.Fn.(*ssa.Function).FreeVars[i])
			}
		}
	case ssa.CallInstruction:
		u.call(v, ref)
	case *ssa.BinOp, *ssa.DebugRef:
	default:
		u.lost = true
	}
}

// store follows the channel into a variable.
func (u *channelUse) store(s *ssa.Store) {
	cells := u.p.index().cells(s.Addr)
	if len(cells) == 0 {
		u.lost = true // a field, say
	}
	for _, cell := range cells {
		u.mixed = u.mixed || slices.ContainsFunc(u.p.index().stores[cell], func(other *ssa.Store) bool {
			return other != s && !isNilConst(other.Val)
		})
		u.loads(cell)
	}
}

// loads follows what is read from the variable at addr.
func (u *channelUse) loads(addr ssa.Value) {
	if u.seen[addr] {
		return
	}
	u.seen[addr] = true
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			u.follow(ref)
		case *ssa.MakeClosure:
			u.captured = true
			for i, b := range ref.Bindings {
				if b == addr {
					u.loads(ref.Fn.(*ssa.Function).FreeVars[i])
				}
			}
		case *ssa.Store, *ssa.DebugRef:
		default:
			u.lost = true // its address is taken
		}
	}
}

// call follows the channel into a function of the package.
func (u *channelUse) call(v ssa.Value, call ssa.CallInstruction) {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "close":
			u.closes = append(u.closes, ChannelOp{Instr: call, In: call.Parent()})
		case "len", "cap":
		default:
			u.lost = true
		}
		return
	}
	callee := staticCallee(c)
	if callee == nil || callee.Blocks == nil {
		sum, i, ok := u.p.channelEffects(c, v)
		if !ok {
			u.lost = true
			return
		}
		op := ChannelOp{Instr: call, In: call.Parent()}
		if sum.Sends&bit(i) != 0 {
			u.sends = append(u.sends, op)
		}
		if (sum.Receives|sum.Drains)&bit(i) != 0 {
			u.receives = append(u.receives, op)
		}
		if sum.Closes&bit(i) != 0 {
			u.closes = append(u.closes, op)
		}
		return
	}
	u.passed = true
	for i, arg := range c.Args {
		if arg == v && i < len(callee.Params) {
			u.follow(callee.Params[i])
		}
	}
}
