package vocab

const pkgErrors = "github.com/pkg/errors"

// failures holds what makes errors of errors. Those that return nil for nil are
// how a rejection loses its error; errors.New and fmt.Errorf never return nil
// and need no row.
var failures = []Row{
	{Pkg: "errors", Name: "Join", Role: KeepsNil},
	{Pkg: "errors", Name: "Unwrap", Role: KeepsNil},

	{Pkg: pkgErrors, Name: "Wrap", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "Wrapf", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "WithMessage", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "WithMessagef", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "WithStack", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "Cause", Role: KeepsNil},
	{Pkg: pkgErrors, Name: "Unwrap", Role: KeepsNil},

	// go.uber.org/multierr: Append takes two errors, of which one row
	// cannot speak.
	{Pkg: "go.uber.org/multierr", Name: "Combine", Role: KeepsNil},
}
