import { operations, problems, type TimeCard, type WatchedCase } from '#sync/api'
import { type Catalogue, caseStatuses, followUpNames, satisfactionNames, satisfactions } from '#sync/model'
import { html, type Html, type Piece } from './html.ts'
import type { FailureLine, Hall, TerminalLine, WorkLine } from './read-hall.ts'
import { ago, cardWords, giverWords, limitWords, remaining, statusWords, when } from './words.ts'

/** A part of the page that is renewed by itself; whoever uses a keyboard or a reader comes to it by its heading. */
export function section(id: string, title: string, body: Html, note: Piece = null): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title" data-live>
    <h2 id="${id}-title">${title}</h2>
    ${note === null ? null : html`<p class="note">${note}</p>`}${body}
  </section>`
}

/** A table in a region of its own that scrolls. */
export function table(
  id: string,
  caption: string,
  heads: readonly (string | Html)[],
  rows: readonly Html[],
): Html {
  if (rows.length === 0) return html`<p class="empty">没有。</p>`
  return html`<div class="scroll" id="${id}" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => (typeof head === 'string' ? html`<th scope="col">${head}</th>` : head))}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

/** The head of a column of numbers. */
export function count(text: string): Html {
  return html`<th scope="col" class="count">${text}</th>`
}

/** An instant, as long ago as it is. */
export function instant(at: Date, now: Date): Html {
  return html`<time datetime="${at.toISOString()}" title="${when(at)}">${ago(at, now)}</time>`
}

/** Of several cards the red one counts, and of those the last: what the department has to do now. */
function card({ cards }: WatchedCase): TimeCard | undefined {
  return cards.filter(({ colour }) => colour === 'red').at(-1) ?? cards.at(-1)
}

function cardRow(one: WatchedCase): Html {
  const worst = card(one)
  const colour = worst?.colour ?? 'yellow'
  const limit = one.limits.find(({ kind }) => kind === worst?.kind) ?? one.limits.at(-1)
  const paused = limit?.state === 'paused' ? '（已停表）' : ''
  return html`<tr>
    <td><span class="card ${colour}">${cardWords[colour]}</span></td>
    <th scope="row">${one.matter}</th>
    <td>${one.departmentName}</td>
    <td class="number">${one.receiptNumber}</td>
    <td>${statusWords[one.status]}</td>
    <td>
      ${limit === undefined ? '' : `${limitWords[limit.kind]} ${String(limit.workingDays)} 日，${remaining(limit.remainingDays)}${paused}`}
    </td>
    <td>${limit?.dueOn ?? '—'}</td>
    <td>${worst === undefined ? '' : `${when(new Date(worst.givenAt))}，${giverWords[worst.givenBy]}`}</td>
  </tr>`
}

/** 红黄牌. */
export function cardsSection({ limits }: Hall): Html {
  const heads = ['牌', '事项', '部门', '收件号', '状态', '时限', '到期日', '发牌']
  const { red, yellow } = limits.totals
  const more = red + yellow > limits.cases.length ? `，只列出前 ${String(limits.cases.length)} 件` : ''
  const body = table('cards-table', '在办的红黄牌办件，红牌在前', heads, limits.cases.map(cardRow))
  return section('cards', '红黄牌', body, `红牌 ${String(red)} 件，黄牌 ${String(yellow)} 件${more}。`)
}

const terminalStates = { pending: '等待批准', approved: '在用', revoked: '已停用' } as const

function terminalRow(one: TerminalLine, now: Date): Html {
  const silent =
    one.status === 'approved' && (one.seen_at === null || now.getTime() - one.seen_at.getTime() > 86_400_000)
  return html`<tr>
    <th scope="row">${one.terminal_id}</th>
    <td>${one.name}</td>
    <td>${terminalStates[one.status]}</td>
    <td class="${silent ? 'warn' : ''}">
      ${one.seen_at === null ? '还没有' : instant(one.seen_at, now)}${silent ? html` <span>（超过一天）</span>` : null}
    </td>
    <td>${one.software ?? '未知'}</td>
    <td class="count">${one.unsplit}</td>
  </tr>`
}

/** 终端. */
export function terminalsSection({ terminals, now }: Hall): Html {
  const heads = ['编号', '名称', '状态', '最近联系', '软件版本', count('未收齐')]
  const rows = terminals.map((one) => terminalRow(one, now))
  return section('terminals', '终端', table('terminals-table', '各终端的最近联系和版本', heads, rows))
}

/** 积压: what has not arrived whole, and what lies with the departments. */
export function backlogSection({ unsplit, work, now }: Hall, catalogue: Catalogue): Html {
  const waiting = unsplit.lines.map(
    ({ receipt_number, terminal_id, announced_at }) =>
      html`<tr>
        <th scope="row" class="number">${receipt_number}</th>
        <td>${terminal_id}</td>
        <td>${instant(announced_at, now)}</td>
      </tr>`,
  )
  const departments = [...new Set(work.map(({ department }) => department))]
  const states = caseStatuses.filter((status) => work.some((line) => line.status === status))
  const rows = departments.map((id) => departmentRow(id, work, states, catalogue, now))
  const heads = ['部门', ...states.map((status) => count(statusWords[status])), '最早收件']
  return section(
    'backlog',
    '积压',
    html`<h3>未收齐、未分办的收件</h3>
      ${table('unsplit-table', '未收齐的收件，最早的在前', ['收件号', '终端', '申报'], waiting)}
      <h3>各部门在办</h3>
      ${table('work-table', '各部门未办结的办件数', heads, rows)}`,
    `未分办 ${String(unsplit.number)} 件。`,
  )
}

function departmentRow(
  id: string,
  work: readonly WorkLine[],
  states: readonly WorkLine['status'][],
  catalogue: Catalogue,
  now: Date,
): Html {
  const own = work.filter(({ department }) => department === id)
  const oldest = new Date(Math.min(...own.map((line) => line.oldest.getTime())))
  const name = catalogue.departments.find((department) => department.id === id)?.shortName ?? id
  return html`<tr>
    <th scope="row">${name}</th>
    ${states.map((status) => html`<td class="count">${own.find((line) => line.status === status)?.number ?? '0'}</td>`)}
    <td>${instant(oldest, now)}</td>
  </tr>`
}

function failureRow(one: FailureLine, now: Date): Html {
  const operation = Object.entries(operations).find(([id]) => id === one.operation)?.[1].summary
  const problem = Object.entries(problems).find(([name]) => name === one.problem)?.[1].title
  return html`<tr>
    <th scope="row">${problem ?? one.problem}</th>
    <td>${operation ?? one.operation}</td>
    <td>${one.terminal_id}</td>
    <td class="number">${one.receipt_number === '' ? '—' : one.receipt_number}</td>
    <td class="count">${one.times}</td>
    <td>${instant(one.last_at, now)}</td>
    <td>${one.settled ? '已送达' : '未解决'}</td>
  </tr>`
}

/** 失败. */
export function failuresSection({ failures, now }: Hall): Html {
  const heads = ['原因', '动作', '终端', '收件号', count('次数'), '最近一次', '现在']
  const rows = failures.map((one) => failureRow(one, now))
  return section('failures', '失败', table('failures-table', '最近七天终端被拒绝的请求', heads, rows))
}

/** 好差评. */
export function reviewsSection({ reviews, now }: Hall): Html {
  const { visits, counts } = reviews
  const heads = ['终端', ...satisfactions.map((level) => count(satisfactionNames[level]))]
  const lines = [
    ...reviews.byTerminal.map((line) => ({ name: line.terminalId, counts: line.counts })),
    ...(reviews.byTerminal.length === 0 ? [] : [{ name: '合计', counts }]),
  ]
  const rows = lines.map(
    (line) =>
      html`<tr>
        <th scope="row">${line.name}</th>
        ${satisfactions.map((level) => html`<td class="count">${line.counts[level]}</td>`)}
      </tr>`,
  )
  const tasks = reviews.bad.map(
    (bad) =>
      html`<tr>
        <td>
          <span class="card ${bad.state === 'open' ? 'red' : 'plain'}">${followUpNames[bad.state]}</span>
        </td>
        <th scope="row">${satisfactionNames[bad.satisfaction]}</th>
        <td>${bad.reasons.length === 0 ? '没有选原因' : bad.reasons.map(({ text }) => text).join('；')}</td>
        <td class="number">${bad.receiptNumber}</td>
        <td>${bad.terminalId}</td>
        <td>${instant(new Date(bad.reviewedAt), now)}</td>
        <td>${bad.followUps.at(-1)?.note ?? ''}</td>
        <td><a href="/supervisor/reviews/${bad.reviewId}" id="review-${bad.reviewId}">登记处理</a></td>
      </tr>`,
  )
  const taskHeads = ['处理', '评价', '原因', '收件号', '终端', '评价时间', '最近记录', '操作']
  return section(
    'reviews',
    '好差评',
    html`${table('reviews-table', '最近三十天的评价数', heads, rows)}
      <h3>差评整改</h3>
      ${table('bad-table', '差评，待处理的在前', taskHeads, tasks)}`,
    `三十天收件 ${String(visits.all)} 件，已评价 ${String(visits.reviewed)} 件，未评价 ${String(visits.all - visits.reviewed)} 件；差评待处理 ${String(reviews.openBad)} 件。`,
  )
}

function provinceTile({
  state,
  refused,
  stuck,
}: Hall['province']): readonly [string, string, string, string] {
  return [
    'province',
    '上报退回',
    String(refused),
    refused > 0 || stuck > 0 || state === 'failing' ? 'red' : '',
  ]
}

/** The first thing that a supervisor looks at. */
export function summarySection(hall: Hall): Html {
  const approved = hall.terminals.filter(({ status }) => status === 'approved')
  const heard = approved.filter(
    ({ seen_at }) => seen_at !== null && hall.now.getTime() - seen_at.getTime() < 900_000,
  )
  const unsettled = hall.failures.filter(({ settled }) => !settled).length
  const tiles: readonly (readonly [string, string, string, string])[] = [
    ['cards', '红牌', String(hall.limits.totals.red), hall.limits.totals.red > 0 ? 'red' : ''],
    ['cards', '黄牌', String(hall.limits.totals.yellow), hall.limits.totals.yellow > 0 ? 'yellow' : ''],
    ['backlog', '未分办', String(hall.unsplit.number), ''],
    ['failures', '未解决的失败', String(unsettled), unsettled > 0 ? 'red' : ''],
    ['reviews', '差评待处理', String(hall.reviews.openBad), hall.reviews.openBad > 0 ? 'red' : ''],
    ...(hall.province.state === 'none' ? [] : [provinceTile(hall.province)]),
    ['terminals', '一刻钟内有联系的终端', `${String(heard.length)} / ${String(approved.length)}`, ''],
  ]
  const shown = tiles.map(
    ([id, name, value, tone]) =>
      html`<li class="tile ${tone}">
        <a href="#${id}" id="tile-${name}"><span class="value">${value}</span> ${name}</a>
      </li>`,
  )
  return html`<section id="summary" aria-label="概况" data-live>
    <ul class="tiles">
      ${shown}
    </ul>
    <p class="note">数据时间 <time datetime="${hall.now.toISOString()}">${when(hall.now)}</time></p>
  </section>`
}
