// Package directives says of its functions what they do.
package directives

type Runner interface {
	// Run runs f.
	//
	//futurelint:spawns f
	Run(ctx int, f func()) // want Run:`spawns\(10\)`

	//futurelint:spawns limited // no name is needed for the only one
	Queue(func()) // want Queue:`spawns\(1\) throttled`

	All(fs ...func()) error //futurelint:spawns fs joined // want All:`runsall\(1\)`
}

type (
	// Pool is bounded.
	//
	//futurelint:limits
	Pool struct{ c chan func() } // want Pool:`limits`

	Cell[T any] struct{ v T }
)

//futurelint:spawns f
//futurelint:recovers f
func (p *Pool) Go(f func()) { p.c <- f } // want Go:`spawns\(1\) recovers\(1\)`

// Map runs f for the values.
//
//futurelint:recovers
func Map[T any, F func(T)](v T, f F) {} // want Map:`recovers\(10\)`

//futurelint:settles
func (c *Cell[T]) Set(v T, err error) {} // want Set:`settles`

//futurelint:settles
func (c *Cell[T]) Fail(err error) {} // want Fail:`rejects\(1\) settles`

//futurelint:settles err
func Break[T any](c *Cell[T], err error) {} // want Break:`rejects\(10\) settles`

// Waits says otherwise than its code.
//
//futurelint:spawns f joined
func Waits(f func()) { go f() } // want Waits:`runsall\(1\)`

// Hand spawns because Run does.
func Hand(r Runner, f func()) { r.Run(0, f) } // want Hand:`spawns\(10\)`

//futurelint:limits
func New(n int) *Pool { return nil } // want New:`limits`
