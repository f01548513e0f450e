package model

import "golang.org/x/tools/go/ssa"

// An outcome is what a function says by its last result of how it has ended: yes or
// no, or whether there was an error.
type outcome uint8

const (
	unsaid outcome = iota
	saidYes
	saidNo
	failed
	succeeded
)

// outcomeOf returns what a function says that ends at the instruction at.
func outcomeOf(at ssa.Instruction) outcome {
	ret, ok := at.(*ssa.Return)
	if !ok || len(ret.Results) == 0 {
		return unsaid
	}
	v := lastStored(ret.Results[len(ret.Results)-1], ret)
	switch {
	case says(v, true):
		return saidYes
	case says(v, false):
		return saidNo
	case !isError(v.Type()):
	case isNilConst(v):
		return succeeded
	case certainError(v):
		return failed
	}
	return unsaid
}

// lastStored returns what is stored last, in the block of ret, in the variable that v
// is read from: a function that defers something keeps its results in memory.
func lastStored(v ssa.Value, ret *ssa.Return) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Block() != ret.Block() {
		return v
	}
	for _, instr := range ret.Block().Instrs {
		if store, ok := instr.(*ssa.Store); ok && store.Addr == load.X && indexIn(store) < indexIn(load) {
			v = store.Val
		}
	}
	return v
}

// contradicts reports whether the condition cannot have the outcome on the way, by
// what the last call has said.
func (st *state) contradicts(cond ssa.Value, outcome bool) bool {
	if st.asked == nil || st.said == unsaid {
		return false
	}
	if st.says(cond) {
		return outcome && st.said == saidNo || !outcome && st.said == saidYes
	}
	v, said := comparison(cond, outcome)
	return said != nothing && st.says(v) && (said == saidNil && st.said == failed || said == saidNonNil && st.said == succeeded)
}

// says reports whether v is the last result of the call that was asked.
func (st *state) says(v ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok {
		return e.Tuple == st.asked && e.Index == st.asked.Call.Signature().Results().Len()-1
	}
	return v == st.asked
}
