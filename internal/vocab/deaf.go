package vocab

// deaf holds what waits and takes no context that would end the wait, and has a
// twin that does: time.Sleep's is a select with a timer.
var deaf = []Row{
	{Pkg: "time", Name: "Sleep", Role: Deaf},

	{Pkg: "net/http", Name: "Get", Role: Deaf},
	{Pkg: "net/http", Name: "Head", Role: Deaf},
	{Pkg: "net/http", Name: "Post", Role: Deaf},
	{Pkg: "net/http", Name: "PostForm", Role: Deaf},
	{Pkg: "net/http", Name: "NewRequest", Role: Deaf},
	{Pkg: "net/http", Name: "Client.Get", Role: Deaf},
	{Pkg: "net/http", Name: "Client.Head", Role: Deaf},
	{Pkg: "net/http", Name: "Client.Post", Role: Deaf},
	{Pkg: "net/http", Name: "Client.PostForm", Role: Deaf},

	{Pkg: "os/exec", Name: "Command", Role: Deaf},

	{Pkg: "database/sql", Name: "DB.Begin", Role: Deaf},
	{Pkg: "database/sql", Name: "DB.Exec", Role: Deaf},
	{Pkg: "database/sql", Name: "DB.Ping", Role: Deaf},
	{Pkg: "database/sql", Name: "DB.Prepare", Role: Deaf},
	{Pkg: "database/sql", Name: "DB.Query", Role: Deaf},
	{Pkg: "database/sql", Name: "DB.QueryRow", Role: Deaf},
	{Pkg: "database/sql", Name: "Tx.Exec", Role: Deaf},
	{Pkg: "database/sql", Name: "Tx.Prepare", Role: Deaf},
	{Pkg: "database/sql", Name: "Tx.Query", Role: Deaf},
	{Pkg: "database/sql", Name: "Tx.QueryRow", Role: Deaf},
	{Pkg: "database/sql", Name: "Stmt.Exec", Role: Deaf},
	{Pkg: "database/sql", Name: "Stmt.Query", Role: Deaf},
	{Pkg: "database/sql", Name: "Stmt.QueryRow", Role: Deaf},

	{Pkg: "net", Name: "Dial", Role: Deaf},
	{Pkg: "net", Name: "DialTimeout", Role: Deaf},
	{Pkg: "net", Name: "Dialer.Dial", Role: Deaf},
	{Pkg: "net", Name: "LookupAddr", Role: Deaf},
	{Pkg: "net", Name: "LookupHost", Role: Deaf},
	{Pkg: "net", Name: "LookupIP", Role: Deaf},
}
