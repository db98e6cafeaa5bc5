// The panel's page: draws what the server lists, presses what a person presses, shows how things are.
const refreshMs = 1000
const told = document.querySelector('#told')
const main = document.querySelector('#parts')
/** The line of words below each part's title. @type {Map<string, HTMLElement>} */
const statusLines = new Map()

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function tell(text, isProblem) {
  told.textContent = text
  told.className = isProblem ? 'problem' : ''
}

async function press(part, control, label, choice) {
  try {
    const answer = await fetch('press', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ part, control, choice }),
    })
    const { ok, problem } = await answer.json()
    tell(ok ? `${label}：好了` : `${label}：没有做成（${problem}）`, !ok)
    await refresh()
  } catch {
    tell('示范大厅已经关了，这个页面不再有用。', true)
  }
}

function drawControl(part, { label, tone = '', choices }, index) {
  const select =
    choices &&
    element('select', { ariaLabel: label }, ...choices.map((words) => element('option', {}, words)))
  const run = () => press(part, index, label, select ? select.selectedIndex : 0)
  const button = element('button', { type: 'button', className: tone, onclick: run }, label)
  return select ? element('div', { className: 'choice' }, select, button) : button
}

function drawPart({ id, title, controls }) {
  const status = element('p', { className: 'status' })
  statusLines.set(id, status)
  const buttons = controls.map((control, index) => drawControl(id, control, index))
  return element(
    'section',
    { ariaLabel: title },
    element('h2', {}, title),
    status,
    element('div', { className: 'controls' }, ...buttons),
  )
}

async function refresh() {
  const parts = await (await fetch('state')).json()
  if (statusLines.size === 0) main.append(...parts.map(drawPart))
  for (const { id, status } of parts) statusLines.get(id).textContent = status.join('，')
}

const tick = () => refresh().catch(() => tell('示范大厅已经关了，这个页面不再有用。', true))
await tick()
setInterval(tick, refreshMs)
