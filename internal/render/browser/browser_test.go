// Package browser opens reports in a real browser.
//
// It is a module of its own, so that a browser's protocol is no dependency of those
// who use the product.
package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const root = "../../.." // of the repository

// browserNames are the names that a browser which speaks the protocol may have.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell"}

// A tab is a page in a browser, with what went wrong in it.
type tab struct {
	context.Context
	t *testing.T

	mu       sync.Mutex
	requests []string
	problems []string
}

// start starts the browser that all tests use. It has no context of a test's: the
// browser ends when TestMain does.
var start = sync.OnceValues(func() (context.Context, error) {
	var program string
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, nil
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.WindowSize(1360, 900))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // as root there is none
	}
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, close := chromedp.NewContext(ctx)
	stop = func() { close(); end() }
	_, err := chromedp.Run(ctx, chromedp.Navigate("about:blank"))
	return ctx, err
})

// stop ends the browser.
var stop = func() {}

// open opens a tab, which is closed with the test.
func open(t *testing.T) *tab {
	t.Helper()
	ctx, err := start()
	if err != nil {
		t.Fatal(err)
	}
	if ctx == nil {
		t.Skipf("no browser: none of %s is installed", strings.Join(browserNames, ", "))
	}
	b := &tab{t: t}
	tabCtx, cancel := chromedp.NewContext(ctx, chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	b.Context = tabCtx
	b.run(chromedp.Navigate("about:blank"))
	// Only now: what ends the context of the first action ends the tab with it.
	b.Context, cancel = context.WithTimeout(tabCtx, time.Minute)
	t.Cleanup(cancel)
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	b.width(1360, 757)
	return b
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s: %s", e.Type, e.Args[0].Value))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprintf("%+v", e.ExceptionDetails))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		b.problems = append(b.problems, "a dialog opened: "+e.Message)
	}
}

// quiet fails the test if the page asked for anything but itself and what stands
// in it, or had something to complain about.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, url := range b.requests {
		if !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			b.t.Errorf("the page requested %s", url)
		}
	}
	files := slices.DeleteFunc(slices.Clone(b.requests), func(url string) bool { return !strings.HasPrefix(url, "file:") })
	if len(slices.Compact(files)) > 1 {
		b.t.Errorf("the page requested other files: %q", files)
	}
	for _, problem := range b.problems {
		b.t.Errorf("in the console: %s", problem)
	}
}

func (b *tab) run(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	get(b, action)
}

// get returns what an action comes to.
func get[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	v, err := chromedp.Run(b, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// call calls a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b, command, params); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) visit(file string) {
	b.t.Helper()
	b.run(chromedp.Navigate((&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()))
}

// eval returns what an expression comes to in the page.
func eval[T any](b *tab, js string) T {
	b.t.Helper()
	return get(b, chromedp.Evaluate[T](js))
}

// wait waits until an expression is true in the page.
func (b *tab) wait(js string) {
	b.t.Helper()
	poll := chromedp.Poll[chromedp.Void](js, chromedp.WithPollingInterval(10*time.Millisecond), chromedp.WithPollingTimeout(5*time.Second))
	if _, err := chromedp.Run(b, poll); err != nil {
		b.t.Fatalf("%s does not come true: %v", js, err)
	}
}

// press presses keys, one after the other, as a keyboard does: the character comes
// with the key, so that a page which handles the key does not get the character.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, name := range keys {
		for _, r := range name {
			key := kb.Keys[r]
			event := input.DispatchKeyEventParams{
				Type: input.DispatchKeyEventTypeKeyDown, Code: key.Code, Key: key.Key, WindowsVirtualKeyCode: key.Windows,
			}
			if key.Print {
				event.Text, event.UnmodifiedText = key.Text, key.Unmodified
			}
			call(b, input.DispatchKeyEvent, event)
			event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
			call(b, input.DispatchKeyEvent, event)
		}
	}
}

func (b *tab) scheme(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
}

func (b *tab) width(px, height int64) {
	b.t.Helper()
	b.run(chromedp.EmulateViewport(px, height))
}

// shoot takes a picture of what is seen, for whoever reads the test's artifacts.
func (b *tab) shoot(name string) {
	b.t.Helper()
	png := get(b, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name), png, 0o666); err != nil {
		b.t.Fatal(err)
	}
}

// program is the program as it is built for users.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "futurelint")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "futurelint")
	build := exec.Command("go", "build", "-o", program, "./cmd/futurelint")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		os.Exit(1)
	}
	status := m.Run()
	stop()
	os.RemoveAll(dir)
	os.Exit(status)
}

// report writes a report of what is found in dir.
func report(t *testing.T, dir string, status int, args ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.html")
	run := exec.Command(program, append([]string{"-f", "html=" + name}, args...)...)
	run.Dir = dir
	out, err := run.CombinedOutput()
	if got := run.ProcessState.ExitCode(); got != status {
		t.Fatalf("exit status %d, want %d: %v\n%s", got, status, err, out)
	}
	return name
}

// module writes a module that has golang.org/x/sync at hand, and returns where.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sync")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files["go.mod"] = "module example.com/m\n\ngo 1.26.0\n\nrequire golang.org/x/sync v0.0.0\n\nreplace golang.org/x/sync => " + string(out)
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shown counts the findings that are not filtered away.
const shown = `document.querySelectorAll(".f:not([hidden])").length`

func TestHTMLInBrowser(t *testing.T) {
	b := open(t)
	b.scheme("light")
	b.visit(report(t, root, 1, "-tier=strict", "./_example"))
	total := eval[int](b, shown)
	if total < 8 {
		t.Fatalf("%d findings are shown; the example has more", total)
	}
	if got, want := eval[string](b, `document.querySelector("h1").innerText`), fmt.Sprint(total, " findings"); got != want {
		t.Errorf("the heading says %q, want %q", got, want)
	}
	sum := eval[int](b, `[...document.querySelectorAll("#totals [data-f]")].reduce((n, box) => n + Number(box.parentElement.querySelector("b").innerText), 0)`)
	if sum != total {
		t.Errorf("the checks' totals are %d in sum, want %d", sum, total)
	}
	connected(b)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		contrast(b, scheme)
		b.shoot(scheme + ".png")
	}
	keyboard(b, total)
	filters(b, total)
	groups(b, total)
	b.scheme("light")
	b.width(400, 860)
	narrow(b)
	b.quiet()
}

// connected checks that from the line of every finding to each of its related
// places a line is drawn.
func connected(b *tab) {
	b.t.Helper()
	type connector struct {
		ID              string
		Top, Bottom     float64 // of the connector
		Width, Right    float64
		From, To        [2]float64 // top and bottom of the lines
		Code            float64    // where code starts
		Colour, Nothing string
	}
	list := eval[[]connector](b, `[...document.querySelectorAll(".x > s")].map(s => {
		s.scrollIntoView({block: "center"}); // or it is not laid out
		const x = s.parentElement;
		const hit = x.querySelector(".hit"), at = x.querySelector('.at[data-r="' + s.dataset.r + '"]');
		const box = s.getBoundingClientRect(), from = hit.getBoundingClientRect(), to = at.getBoundingClientRect();
		const up = to.top < from.top;
		const first = up ? to : from, last = up ? from : to;
		return {
			ID: x.closest(".f").id, Top: box.top, Bottom: box.bottom, Width: box.width, Right: box.right,
			From: [first.top, first.bottom], To: [last.top, last.bottom], Code: from.left,
			Colour: getComputedStyle(s).borderLeftColor,
			Nothing: getComputedStyle(x).backgroundColor,
		};
	})`)
	if len(list) < 2 {
		b.t.Errorf("%d connectors are drawn; there are more related places", len(list))
	}
	for _, c := range list {
		within := func(y float64, line [2]float64) bool { return line[0] < y && y < line[1] }
		if !within(c.Top, c.From) || !within(c.Bottom, c.To) || c.Width < 5 || c.Bottom-c.Top < 8 ||
			c.Right > c.Code+1 || c.Right < c.Code-6 || c.Colour == c.Nothing {
			b.t.Errorf("a connector does not join the lines: %+v", c)
		}
	}
	related := eval[int](b, `document.querySelectorAll(".x .say:not(.same):not(.far)").length`)
	if related < len(list) {
		b.t.Errorf("%d related places have a label, want at least %d", related, len(list))
	}
	eval[chromedp.Void](b, `scrollTo(0, 0)`)
}

// contrast checks that all text can be told from what is behind it.
func contrast(b *tab, scheme string) {
	b.t.Helper()
	got := eval[struct {
		Texts      int
		Bad        []string
		Background string
	}](b, `(() => {
		for (const d of document.querySelectorAll("details")) d.open = true;
		for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "visible";
		const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return {rgb: m.slice(0, 3), a: m.length > 3 ? m[3] : 1}; };
		const over = (top, under) => top.rgb.map((v, i) => v * top.a + under[i] * (1 - top.a));
		const background = el => {
			if (!el) return [255, 255, 255];
			const c = parse(getComputedStyle(el).backgroundColor);
			return c.a === 1 ? c.rgb : over(c, background(el.parentElement));
		};
		const luminance = rgb => {
			const [r, g, b] = rgb.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
			return .2126 * r + .7152 * g + .0722 * b;
		};
		const bad = new Set(), seen = new Set();
		let texts = 0;
		const look = (el, text) => {
			if (!text.trim() || !el.checkVisibility() || seen.has(el)) return;
			seen.add(el);
			texts++;
			const behind = background(el), colour = over(parse(getComputedStyle(el).color), behind);
			const [hi, lo] = [luminance(colour), luminance(behind)].sort((a, b) => b - a);
			const ratio = (hi + .05) / (lo + .05);
			if (ratio < 4.5) bad.add(el.tagName + "." + el.className + " " + text.trim().slice(0, 20) + ": " + ratio.toFixed(2));
		};
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) look(walk.currentNode.parentElement, walk.currentNode.data);
		for (const number of document.querySelectorAll("[data-n]")) look(number, number.dataset.n);
		for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "";
		for (const d of document.querySelectorAll(".rule, .why")) d.open = false;
		return {Texts: texts, Bad: [...bad], Background: getComputedStyle(document.documentElement).backgroundColor};
	})()`)
	if got.Texts < 200 {
		b.t.Errorf("%s: only %d pieces of text were looked at", scheme, got.Texts)
	}
	for _, bad := range got.Bad {
		b.t.Errorf("%s: contrast below 4.5: %s", scheme, bad)
	}
	var red, green, blue int
	fmt.Sscanf(got.Background, "rgb(%d, %d, %d)", &red, &green, &blue)
	if dark := red+green+blue < 3*128; dark != (scheme == "dark") {
		b.t.Errorf("%s: the background is %s", scheme, got.Background)
	}
}

func keyboard(b *tab, total int) {
	b.t.Helper()
	const at = `[...document.querySelectorAll(".f:not([hidden])")].indexOf(document.activeElement.closest(".f"))`
	for _, step := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {kb.ArrowDown, 2}, {"k", 1}, {kb.ArrowUp, 0}, {"k", 0}} {
		b.press(step.key)
		if got := eval[int](b, at); got != step.want {
			b.t.Errorf("after %q the focus is on finding %d, want %d", step.key, got, step.want)
		}
	}
	if eval[string](b, `getComputedStyle(document.activeElement).outlineStyle`) == "none" {
		b.t.Error("the focus cannot be seen")
	}
	const folded = `document.activeElement.closest(".f").open`
	for _, want := range []bool{false, true} {
		if b.press(kb.Enter); eval[bool](b, folded) != want {
			b.t.Errorf("after Enter, unfolded is not %v", want)
		}
	}
	const why = `document.activeElement.closest(".f").querySelector(".why")`
	b.press("e")
	b.wait(why + `.open && ` + why + `.querySelectorAll("pre").length === 2`)
	b.press("e")
	const unfolded = `document.querySelectorAll(".f[open]").length`
	for _, want := range []int{0, total} {
		if b.press("f"); eval[int](b, unfolded) != want {
			b.t.Errorf("after f, %d findings are unfolded, want %d", eval[int](b, unfolded), want)
		}
	}
	b.press("c")
	b.wait(`document.getElementById("status").innerText === "Copied " + document.activeElement.closest(".f").querySelector(".where").innerText`)
	b.press("?")
	if !eval[bool](b, `document.getElementById("keys").open`) {
		b.t.Error("? does not show the keys")
	}
	b.shoot("keys.png")
	b.press(kb.Escape)
	b.wait(`!document.getElementById("keys").open`)
}

func filters(b *tab, total int) {
	b.t.Helper()
	b.press("/")
	if eval[string](b, `document.activeElement.id`) != "search" {
		b.t.Fatal("/ does not lead to the search")
	}
	b.press("QUEUE <-")
	b.wait(shown + ` === 1`)
	if got, want := eval[string](b, `document.getElementById("status").innerText`), fmt.Sprintf("1 of %d findings", total); got != want {
		b.t.Errorf("the status is %q, want %q", got, want)
	}
	b.press(kb.Enter)
	if got := eval[string](b, `document.activeElement.closest(".f").querySelector(".id").innerText`); got != "ctxthread/producer" {
		b.t.Errorf("the search leads to %q", got)
	}
	b.shoot("search.png")
	b.press("/", "xqz")
	b.wait(`!document.getElementById("nothing").hidden`)
	b.press(kb.Escape)
	b.wait(fmt.Sprint(shown, ` === `, total))
	for _, box := range []string{`[data-f="orphan"]`, `[data-c="ctxthread/parent"]`, `[data-t="default"]`, `[data-p="p0"]`} {
		want := eval[int](b, fmt.Sprintf(`Number(document.querySelector('#totals %s').parentElement.querySelector("b").innerText)`, box))
		eval[chromedp.Void](b, fmt.Sprintf(`document.querySelector('#totals %s').click()`, box))
		if got := eval[int](b, shown); got != want || got == 0 {
			b.t.Errorf("%s leaves %d findings, want %d", box, got, want)
		}
		b.press(kb.Escape)
	}
	if got := eval[int](b, shown); got != total {
		b.t.Errorf("Esc leaves %d findings, want all %d", got, total)
	}
}

func groups(b *tab, total int) {
	b.t.Helper()
	const order = `[...document.querySelectorAll(".f")].map(f => f.querySelector(".where").textContent)`
	before := eval[[]string](b, order)
	b.press("g")
	if got := eval[[]string](b, `[...document.querySelectorAll(".sub:has(.f) > h2 > span")].map(e => e.innerText)`); len(got) != 1 || !strings.HasSuffix(got[0], "/_example") {
		b.t.Errorf("the groups are %q, want the package", got)
	}
	if got := eval[int](b, `[...document.querySelectorAll(".f")].filter(f => f.checkVisibility()).length`); got != total {
		b.t.Errorf("%d findings are shown by package, want %d", got, total)
	}
	b.shoot("package.png")
	b.press("g")
	if after := eval[[]string](b, order); !slices.Equal(before, after) {
		b.t.Errorf("there and back the order is %q, want %q", after, before)
	}
	// A permalink unfolds what it leads to.
	eval[chromedp.Void](b, `(() => { const f = document.querySelectorAll(".f")[2]; f.open = false; location.hash = f.id; })()`)
	b.wait(`document.querySelectorAll(".f")[2].open && document.querySelectorAll(".f")[2].classList.contains("current")`)
}

func narrow(b *tab) {
	b.t.Helper()
	eval[chromedp.Void](b, `for (const d of document.querySelectorAll("details")) d.open = true`)
	eval[chromedp.Void](b, `for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "visible"`)
	if got := eval[[]string](b, `[...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && !e.matches(".sr, .skip") && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className)`); len(got) > 0 {
		b.t.Errorf("wider than the screen: %q", slices.Compact(got))
	}
	if got := eval[int](b, `document.documentElement.scrollWidth`); got > 400 {
		b.t.Errorf("the page is %d pixels wide on a screen of 400", got)
	}
	eval[chromedp.Void](b, `document.getElementById("totals").open = false`)
	eval[chromedp.Void](b, `scrollTo(0, 0)`)
	b.shoot("narrow.png")
	eval[chromedp.Void](b, `document.querySelector(".x > s").closest(".f").scrollIntoView()`)
	b.shoot("narrow-finding.png")
}

const twoFiles = `package m

import (
	"context"

	"golang.org/x/sync/errgroup"
)

type sink struct {
	g   *errgroup.Group
	ctx context.Context
}

func newSink(ctx context.Context) *sink {
	g, gctx := errgroup.WithContext(ctx)
	return &sink{g: g, ctx: gctx}
}

func (s *sink) wait() error { return s.g.Wait() }

func (s *sink) flush() error { return fetch(s.ctx) }

func fetch(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
`

// TestHTMLOtherFiles is about related places in other files, and about packages
// that were not analysed.
func TestHTMLOtherFiles(t *testing.T) {
	b := open(t)
	b.visit(report(t, module(t, map[string]string{
		"sink.go": twoFiles,
		"run.go": `package m

import "context"

func run(ctx context.Context) error {
	s := newSink(ctx)
	s.g.Go(func() error { return fetch(s.ctx) })
	if err := s.wait(); err != nil {
		return err
	}
	return s.flush()
}
`,
		"bad/bad.go": "package bad\n\nvar X int = `no int`\n",
	}), 2, "./..."))
	connected(b)
	type place struct{ File, Label, Leads string }
	got := eval[[]place](b, `[...document.querySelectorAll(".say.far a")].map(a => {
		const label = document.getElementById(a.hash.slice(1));
		let file = label;
		while (!file.matches(".file")) file = file.previousElementSibling;
		return {File: file.textContent, Label: label.firstChild.data.trim(), Leads: label.querySelector("a").hash};
	})`)
	if len(got) != 2 {
		t.Errorf("%d related places in the other file, want 2: %+v", len(got), got)
	}
	for _, p := range got {
		if p.File != "sink.go" || p.Label == "" || p.Leads != "#"+eval[string](b, `document.querySelector(".f").id`) {
			t.Errorf("a related place in the other file: %+v", p)
		}
	}
	if text := eval[string](b, `document.getElementById("skipped").innerText`); !strings.Contains(text, "example.com/m/bad") {
		t.Errorf("what was not analysed: %q", text)
	}
	b.shoot("files.png")
	b.quiet()
}

// TestHTMLHostile shows source code and file names that try to be more than data.
func TestHTMLHostile(t *testing.T) {
	b := open(t)
	const attack = `</script></style></code><script>document.title = "owned"</script><img src=x onerror="document.title = 'owned'">`
	b.visit(report(t, module(t, map[string]string{
		"a.go": twoFiles + `
/* ` + attack + ` */ func run(ctx context.Context) error {
	s := newSink(ctx)
	s.g.Go(func() error { return fetch(s.ctx) })
	err := s.wait()
	_ = "` + strings.ReplaceAll(attack, `"`, `\"`) + `"; _ = s.flush(); _ = '\'' // ` + "\u202e\x01" + ` {{.}} <!--
	return err
}

//line ` + attack + `"'` + "\u202e" + `.go:3
func run2(ctx context.Context) error {
	s := newSink(ctx)
	s.g.Go(func() error { return fetch(s.ctx) })
	err := s.wait()
	_ = s.flush()
	return err
}
`}), 1))
	if title := eval[string](b, `document.title`); title != "2 findings – futurelint" {
		t.Errorf("the title is %q", title)
	}
	if n := eval[int](b, `document.querySelectorAll("script, style, img, iframe").length`); n != 2 {
		t.Errorf("%d elements are neither the page's style nor its script", n-2)
	}
	text := eval[string](b, `document.body.textContent`)
	for _, want := range []string{attack, strings.ReplaceAll(attack, `"`, `\"`), "[U+202E]", "\uFFFD", "{{.}} <!--"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	if strings.ContainsAny(text, "\u202e\x01") {
		t.Error("characters that turn the direction, or control, are in the text")
	}
	b.width(400, 860)
	narrow(b)
	b.quiet()
}

// TestHTMLWithoutScript reads the report in a browser that runs no script.
func TestHTMLWithoutScript(t *testing.T) {
	b := open(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.visit(report(t, root, 1, "./_example"))
	b.shoot("noscript.png")
	text := get(b, chromedp.Text("body"))
	for _, want := range []string{"findings", "ctxthread/producer", "the receivers are started here", "queue <- u", "What it is about"} {
		if !strings.Contains(text, want) {
			t.Errorf("without scripts %q is not shown", want)
		}
	}
	for _, without := range []string{"Fold all", "Group by"} {
		if strings.Contains(text, without) {
			t.Errorf("%q is shown, and needs a script", without)
		}
	}
	b.quiet()
}

func TestHTMLEmpty(t *testing.T) {
	b := open(t)
	b.visit(report(t, module(t, map[string]string{"a.go": "package m\n"}), 0))
	if got := eval[string](b, `document.body.innerText`); !strings.Contains(got, "No findings\n") {
		t.Errorf("the page says %q", got)
	}
	b.shoot("empty.png")
	b.quiet()
}

// TestHTMLMany uses a report of many findings. With 10,000 it takes too long for
// every day.
func TestHTMLMany(t *testing.T) {
	const packages, functions = 10, 200
	files := make(map[string]string)
	for p := range packages {
		var text strings.Builder
		text.WriteString(strings.Replace(twoFiles, "package m", fmt.Sprint("package p", p), 1))
		for f := range functions {
			fmt.Fprintf(&text, "\nfunc run%d(ctx context.Context) error {\n\tg, gctx := errgroup.WithContext(ctx)\n\tg.Go(func() error { return fetch(gctx) })\n\tif err := g.Wait(); err != nil {\n\t\treturn err\n\t}\n\treturn fetch(gctx)\n}\n", f)
		}
		files[fmt.Sprintf("p%d/p.go", p)] = text.String()
	}
	b := open(t)
	began := time.Now()
	name := report(t, module(t, files), 1, "./...")
	analysed := time.Since(began)
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	b.visit(name)
	loaded := time.Since(began)
	const want = packages * functions
	if got := eval[int](b, shown); got != want {
		t.Fatalf("%d findings are shown, want %d", got, want)
	}
	paint := eval[float64](b, `performance.getEntriesByType("paint").find(p => p.name === "first-contentful-paint").startTime`)
	began = time.Now()
	b.press("/run" + fmt.Sprint(functions-1) + "(")
	b.wait(fmt.Sprint(shown, " === ", packages))
	searched := time.Since(began)
	began = time.Now()
	b.press(kb.Escape)
	b.press("jjjjjg")
	if got := eval[int](b, `document.querySelectorAll("#by-package .f").length`); got != want {
		t.Errorf("%d findings by package, want %d", got, want)
	}
	moved := time.Since(began)
	b.shoot("many.png")
	t.Logf("%d findings: analysed and written in %v, %.1f MB, loaded in %v, first paint after %.0f ms, searched in %v, moved and regrouped in %v",
		want, analysed, float64(info.Size())/1e6, loaded, paint, searched, moved)
	if info.Size() > 60e6 || paint > 3000 || searched > 10*time.Second || moved > 10*time.Second {
		t.Error("that is too much")
	}
	b.quiet()
}
