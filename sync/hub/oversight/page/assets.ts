/** The page's only style. Colours hold 4.5:1 on their grounds; targets are at least 44 pixels high. */
export const style = `
:root { --ink: #1c2733; --soft: #51606f; --line: #d5dce3; --ground: #f3f6f9; --paper: #fff; --accent: #0b5cad;
  --red: #b3261e; --red-ground: #fdecea; --yellow: #6b4e00; --yellow-ground: #fff3cd; }
* { box-sizing: border-box; }
html { font: 16px/1.6 system-ui, "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: var(--ink);
  background: var(--ground); scroll-padding-top: 5rem; }
body { margin: 0; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center;
  justify-content: space-between; padding: .5rem 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.375rem; }
h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
h3 { margin: 1rem 0 .5rem; font-size: 1rem; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.tools p { margin: 0; color: var(--soft); }
main { max-width: 90rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
main:focus { outline: none; }
.narrow { max-width: 34rem; margin-top: 4rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
section { margin-bottom: 1rem; padding: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
#summary { padding: 0; background: none; border: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 0; padding: 0;
  list-style: none; }
.tile a { display: block; height: 100%; padding: .75rem 1rem; color: var(--soft); text-decoration: none; background: var(--paper);
  border: 1px solid var(--line); border-top: .25rem solid var(--line); border-radius: .5rem; }
.tile.red a { border-top-color: var(--red); }
.tile.yellow a { border-top-color: #c99a00; }
.tile .value { display: block; font-size: 1.75rem; line-height: 1.3; font-weight: 600; color: var(--ink); }
.tile.red .value { color: var(--red); }
.note, .empty { margin: .5rem 0; color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; background: var(--ground); }
tbody th { font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
.number { white-space: nowrap; font-weight: 400; }
.count { text-align: right; }
.warn { color: var(--red); }
.card { display: inline-block; padding: 0 .625rem; white-space: nowrap; font-weight: 600; border-radius: .25rem;
  border: 1px solid currentcolor; }
.card.red { color: var(--paper); background: var(--red); border-color: var(--red); }
.card.yellow { color: var(--yellow); background: var(--yellow-ground); }
.card.plain { color: var(--soft); }
button, input, select, textarea { font: inherit; color: inherit; }
form { margin: 0; }
button { min-height: 2.75rem; padding: 0 1rem; color: var(--accent); background: var(--paper); border: 1px solid var(--accent);
  border-radius: .375rem; cursor: pointer; }
button:hover { background: var(--ground); }
input, select, textarea { display: block; width: 100%; min-height: 2.75rem; margin: .25rem 0 1rem; padding: .375rem .75rem;
  background: var(--paper); border: 1px solid #6b7885; border-radius: .375rem; }
label { font-weight: 600; }
.narrow form button { width: 100%; color: #fff; background: var(--accent); }
.narrow form:last-child, .narrow .note:last-child { margin-bottom: 0; }
.narrow { padding-bottom: 1.5rem; }
.narrow h1 { margin-bottom: 1rem; }
td a { display: inline-block; padding: .125rem 0; white-space: nowrap; }
a { color: var(--accent); }
.error { padding: .5rem .75rem; color: var(--red); background: var(--red-ground); border-left: .25rem solid var(--red); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; }
:focus-visible { outline: .1875rem solid var(--accent); outline-offset: .125rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; padding: .5rem 1rem; background: var(--paper); }
@media (max-width: 64rem) { .scroll table { width: max-content; min-width: 100%; } th, td { max-width: 18rem; } }
@media (max-width: 40rem) { header { position: static; } main { padding: 1rem; } }
@media print { header, .skip { display: none; } }
`

/**
 * Renews the sections in place: the document stays, and with it where one has scrolled to and what has the focus. What has not
 * changed is not touched. The only thing said aloud is that the hub does not answer.
 */
export const script = `'use strict'
const everyMs = 30000
const state = document.getElementById('refresh-state')
const pause = document.getElementById('pause')
let paused = false
let timer

function renew(section, fresh) {
  if (section.isEqualNode(fresh)) return
  const focused = section.contains(document.activeElement) ? document.activeElement.id : ''
  const shifted = [...section.querySelectorAll('.scroll')].map((one) => [one.id, one.scrollLeft])
  section.replaceChildren(...fresh.childNodes)
  for (const [id, left] of shifted) {
    const one = document.getElementById(id)
    if (one !== null) one.scrollLeft = left
  }
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true })
}

async function refresh() {
  try {
    const answer = await fetch('/supervisor', { headers: { accept: 'text/html' }, cache: 'no-store' })
    if (answer.redirected) return location.assign('/supervisor/login')
    if (!answer.ok) throw new Error(String(answer.status))
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const { scrollX, scrollY } = window
    for (const section of document.querySelectorAll('[data-live]')) {
      const other = fresh.getElementById(section.id)
      if (other !== null) renew(section, other)
    }
    window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' })
    if (state.textContent !== '') state.textContent = ''
  } catch {
    state.textContent = '暂时连不上系统，正在重试；页面上是较早的数据。'
  }
  plan()
}

function plan() {
  clearTimeout(timer)
  if (!paused) timer = setTimeout(refresh, everyMs)
}

pause.hidden = false
pause.addEventListener('click', () => {
  paused = !paused
  pause.textContent = paused ? '继续自动刷新' : '暂停自动刷新'
  if (paused) clearTimeout(timer)
  else void refresh()
})
document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer)
  else if (!paused) void refresh()
})
plan()
`
