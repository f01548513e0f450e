package vocab

// A Noun is a family of words that say, in the names of variables, fields, types
// and functions, how many of a thing there may be. Words are in lower case and in
// the plural; the singular is known by them.
type Noun struct {
	Words []string
	Kind  NounKind
	// Why says what is behind the judgement.
	Why string
}

// A NounKind says what a noun tells of a number.
type NounKind uint8

const (
	// Resource: data, of which there are as many as users and their programs
	// have put there.
	Resource NounKind = iota + 1
	// Topology: parts of an installation, a configuration or a program, of
	// which there are as many as somebody has set up by hand.
	Topology
	// Identity: it is what a thing is known by, and says how many there are only
	// together with the thing: see [HeadNoun].
	Identity
	// Vague: whatever is in a collection is called by it, so that it says
	// something only together with what stands in front of it: see [HeadNoun].
	Vague
)

// nouns is the one table of the words by which names are judged. A word stands
// in it because fan-outs over such things were read, in many repositories, and
// found to be one or the other. A word that is not in it says nothing.
var nouns = []Noun{
	{[]string{"ids", "uuids", "guids", "keys", "hashes", "digests", "cids", "shas", "checksums"}, Identity,
		"what names stored things one by one is as many as they are; those of other things are as few"},
	{[]string{"chunks", "blocks", "parts", "segments", "blobs", "objects", "slabs", "extents", "packs", "pages", "bundles", "tarballs"}, Resource,
		"pieces of stored data: their number grows with what is stored"},
	{[]string{"files", "paths", "dirs", "directories", "filenames", "folders", "filepaths", "archives", "documents", "docs"}, Resource,
		"a tree of files has as many as its owner likes"},
	{[]string{"images", "artifacts", "packages", "crates", "snapshots", "backups", "commits", "layers", "diffs"}, Resource,
		"what is built, pulled and kept piles up"},
	{[]string{"containers", "sandboxes", "pods", "vms"}, Resource,
		"an orchestrator runs as many as its users ask for"},
	{[]string{"dependencies", "deps"}, Resource,
		"what a package asks for asks for more itself, and each is resolved, fetched and built"},
	{[]string{"urls", "uris", "links", "feeds", "sitemaps"}, Resource,
		"the web is large; a crawler's list is whatever it found"},
	{[]string{"rows", "samples", "messages", "msgs", "events", "emails", "notifications", "logs", "traces", "spans", "streams"}, Resource,
		"what comes in from outside has no size that the code knows"},
	{[]string{"items", "entries", "elements", "lines", "points", "records"}, Vague,
		"generic helpers call by it whatever they are given"},
	{[]string{"tenants", "users", "customers", "accounts", "recipients", "orders", "products"}, Resource,
		"the more a service is used, the more there are"},
	{[]string{"requests", "queries", "transactions", "txs", "txns", "invoices"}, Resource,
		"clients decide how many they send"},
	{[]string{"series", "tables", "indexes", "indices"}, Resource,
		"databases grow in these"},

	{[]string{"replicas", "nodes", "peers", "hosts", "servers", "machines", "members", "brokers", "masters", "followers", "instances", "ingesters", "backends", "upstreams", "clusters", "regions", "zones", "datacenters", "racks", "partitions", "rings", "seeds", "nameservers"}, Topology,
		"what an installation consists of: a handful, each of which does its share"},
	{[]string{"workers", "pollers", "consumers", "producers", "processors", "runners", "executors", "schedulers", "threads", "routines", "loops", "crawlers"}, Topology,
		"who does the work has been counted already"},
	{[]string{"clients", "conns", "connections", "sessions", "channels", "chans", "sockets", "socks", "listeners", "ports", "addrs", "addresses", "endpoints", "entrypoints", "mountpoints", "breakpoints", "interfaces", "nics", "tunnels"}, Topology,
		"each has a goroutine of its own already, or is an address out of a configuration"},
	{[]string{"roots"}, Topology,
		"a walk begins at a few places that somebody has named"},
	{[]string{"platforms", "archs", "arches", "architectures", "variants", "oses", "targets", "stages", "environments", "envs", "profiles"}, Topology,
		"a build is for a few of them"},
	{[]string{"mounts", "volumes", "disks", "drives", "devs", "devices", "networks", "services", "svcs", "namespaces", "ns", "projects", "modules", "components", "units"}, Topology,
		"written down in somebody's configuration"},
	{[]string{"args", "arguments", "flags", "params", "options", "opts", "configs", "cfgs", "settings", "rules", "policies", "periods", "schemas", "scopes"}, Topology,
		"typed by hand"},
	{[]string{"exporters", "importers", "plugins", "providers", "drivers", "handlers", "hooks", "callbacks", "observers", "watchers", "notifiers", "subs", "finalizers", "middlewares", "checks", "checkers", "probes", "probers", "collectors", "controllers", "managers", "builders", "factories", "loaders", "fetchers", "resolvers", "analyzers", "linters", "detectors", "scanners", "strategies", "backoffs", "cleanups", "closers", "stoppers", "starters", "attachables", "toolchains", "tools", "engines", "agents", "supervisors"}, Topology,
		"parts of the program, registered one by one in its code"},
	{[]string{"writers", "readers", "sinks", "sources", "outputs", "outs", "inputs", "pipes", "loggers", "fds", "caches", "stores", "storages", "registries", "mirrors", "databases", "dbs", "appenders", "publishers", "senders", "receivers"}, Topology,
		"places that data goes to or comes from, not the data"},
	{[]string{"processes", "procs", "daemons", "jobs", "steps", "phases", "tasks", "cases", "tests", "suites", "benchmarks", "scenarios"}, Topology,
		"a list of things to do that somebody has written down, as a rule"},
	{[]string{"signals", "sigs", "cancels", "errs", "errors", "errchs", "languages", "locales", "currencies", "fields", "columns", "cols", "dimensions", "axes", "bands", "levels", "attestations"}, Topology,
		"few by nature"},
}

// A Call is a family of names that functions have which return, or hand out one
// by one, what others have stored or sent.
type Call struct {
	Words []string
	// Anywhere says that a word counts wherever it stands in the name; it
	// must be the first one otherwise.
	Anywhere bool
	Role     CallRole
	Why      string
}

// A CallRole says what the name of a function promises.
type CallRole uint8

const (
	// Source: what it returns is data, of a size that the caller cannot know.
	Source CallRole = iota + 1
	// Walker: it calls the function that it is given once for each of many.
	Walker
	// Accepter: it returns when the next client has come.
	Accepter
	// Input: it returns the next of a sequence that somebody else determines.
	Input
	// Gate: it waits for room, or takes something of which there is a limited
	// number.
	Gate
	// Lasting: it goes on for as long as something else lasts.
	Lasting
	// Filter: it returns some or all of what it is given.
	Filter
	// Batch: it cuts what it is given into pieces of a size that is said.
	Batch
)

// calls is the one table of the words by which functions of other packages are
// judged that the vocabulary has no row for.
var calls = []Call{
	{[]string{"list", "glob", "query", "scan", "search", "enumerate"}, true, Source,
		"asks a store, a service or a file system for all that it has"},
	{[]string{"readdir", "readdirnames", "walk", "select", "find", "unmarshal", "decode", "lookup", "discover", "readall", "getall", "fetchall", "loadall"}, false, Source,
		"returns what was found, read or sent, however much it is"},

	{[]string{"walk", "range", "each", "foreach", "iterate", "iter", "visit", "traverse", "ascend", "descend", "scan", "list", "enumerate", "dispatch", "all", "pages"}, true, Walker,
		"the callback is called for every element"},

	{[]string{"accept"}, false, Accepter, "a listener's next connection"},

	{[]string{"recv", "receive", "next", "read", "readmessage", "fetch", "fetchmessage", "poll", "pop", "dequeue", "consume", "scan", "scanline", "decode", "more"}, false, Input,
		"the next of what others send"},

	{[]string{"acquire", "throttle", "borrow", "checkout", "admit", "backpressure"}, false, Gate,
		"takes what has to be given back, or waits"},
	{[]string{"semaphore", "sem", "limiter", "limit", "ratelimiter", "ratelimit", "throttle", "throttler", "gate", "slot", "slots", "token", "tokens", "permit", "permits", "sized", "limited", "bounded", "quota"}, true, Gate,
		"named for the one thing that it does"},

	{[]string{"watch", "follow", "tail", "attach", "wait", "logs", "subscribe"}, true, Lasting,
		"a task that does it needs its goroutine for as long as what it looks after is there; a limit would keep others from being looked after at all"},
	{[]string{"serve", "listen", "monitor", "keepalive", "heartbeat", "forward", "proxy", "supervise"}, false, Lasting,
		"as above"},

	{[]string{"filter", "map", "uniq", "unique", "keys", "values", "sorted", "sort", "reverse", "clone", "collect", "compact", "concat", "dedup", "dedupe", "deduplicate", "union", "flatten", "shuffle", "all", "difference", "intersect", "without", "reject", "copy", "toslice", "slice", "list", "elements", "append"}, true, Filter,
		"as many come out as go in, or fewer"},

	{[]string{"chunk", "batch", "window", "page", "chunks", "batches"}, true, Batch,
		"the size of a piece is an argument"},
}

// Nouns and Calls return the tables, for those who show them.
func Nouns() []Noun { return nouns }

// Calls returns the table of functions' names.
func Calls() []Call { return calls }
