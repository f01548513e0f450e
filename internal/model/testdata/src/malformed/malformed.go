// Package malformed says nothing.
//
//futurelint:limits // want `limits stands in no documentation of a function, method or type of the package`
package malformed

//futurelint:spawns g // want `Go has no parameter g`
func Go(f func()) {}

//futurelint:spawns name // want `Named has a parameter name that is no function`
func Named(name string, f func()) {}

//futurelint:spawns // want `Two has several function parameters: one must be named`
func Two(f, g func()) {}

//futurelint:spawns f
//futurelint:spawns g // want `only one parameter of a function can be said to be run in a goroutine of its own`
func Both(f, g func()) {}

//futurelint:spawns f join // want `unknown word behind spawns: join`
func Joined(f func()) {}

//futurelint:recovers // want `None has no function parameter`
func None() {}

//futurelint:recovers f limited // want `unknown word behind recovers: limited`
func Limited(f func()) {}

//futurelint:settles v // want `Settle has a parameter v that is no error`
func Settle(v int, err error) {}

//futurelint:limits 3 // want `limits takes no words: 3`
func Limit() {}

//futurelint:spawns // want `spawns stands in no documentation of a function or method of the package`
type Runner interface {
	Run(f func())
}

//futurelint:limits // want `limits stands in no documentation of a function, method or type of the package`
type Alias = Runner

//futurelint:spawns f // want `spawns stands in no documentation of a function or method of the package`

func Apart(f func()) {
	//futurelint:limits // want `limits stands in no documentation of a function, method or type of the package`
	f()
}

// A struct's fields are no methods.
type Hooks struct {
	//futurelint:spawns f // want `spawns stands in no documentation of a function or method of the package`
	Start func(f func())
}

// Others are left to others, and what has a blank is a comment.

// futurelint:spawns x
// futurelint: spawns x
//
//futurelint:ignore orphan/ticker because
//futurelint:nothing
func Fine(f func()) {}
