import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { followUpSchema } from '#sync/api'
import type { Catalogue } from '#sync/model'
import { HubProblem } from '../../hub-problem.ts'
import { badReviewOf, followUpReview } from '../../reviews/reviews.ts'
import { checkTimeLimits } from '../time-cards.ts'
import { script, style } from './assets.ts'
import { hallPage, loginPage, reviewPage } from './page.ts'
import { readHall } from './read-hall.ts'
import { endSession, hasSession, openSession, sessionCookie, type SessionParts } from './session.ts'

/** What the page is served with. */
export interface PageParts extends SessionParts {
  readonly catalogue: Catalogue
}

const policy = [
  `default-src 'none'`,
  `style-src 'self'`,
  `script-src 'self'`,
  `connect-src 'self'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

function send(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.status(status).headers(headers).type('text/html; charset=utf-8').send(page)
}

function goTo(reply: FastifyReply, path: string): FastifyReply {
  return reply.status(303).headers(headers).header('location', path).send()
}

function isTls(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
}

/** A form of this page's own, as far as the browser says where it came from. */
function isOwnForm(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = request.headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

function formOf(request: FastifyRequest): URLSearchParams {
  const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  return new URLSearchParams(body)
}

/** Serves the supervisor's page below `/supervisor`. */
export function servePage(server: FastifyInstance, parts: PageParts): void {
  const bodyLimit = 16 * 1024
  const signedIn = (request: FastifyRequest): Promise<boolean> => hasSession(parts, request.headers.cookie)
  const demandOwn = async (request: FastifyRequest): Promise<void> => {
    if (!isOwnForm(request) || !(await signedIn(request))) throw new HubProblem('not-authorised')
  }

  server.get('/supervisor/style.css', (_request, reply) =>
    reply.headers(headers).type('text/css; charset=utf-8').send(style),
  )
  server.get('/supervisor/page.js', (_request, reply) =>
    reply.headers(headers).type('text/javascript; charset=utf-8').send(script),
  )
  server.get('/supervisor', async (request, reply) => {
    if (!(await signedIn(request))) return goTo(reply, '/supervisor/login')
    return send(reply, hallPage(await readHall(parts), parts.catalogue))
  })
  server.get('/supervisor/login', async (request, reply) =>
    (await signedIn(request)) ? goTo(reply, '/supervisor') : send(reply, loginPage()),
  )
  server.post('/supervisor/login', { bodyLimit }, async (request, reply) => {
    if (!isOwnForm(request)) throw new HubProblem('not-authorised')
    const opened = await openSession(parts, formOf(request).get('token')?.trim() ?? '', request.ip)
    if (opened === 'wrong') return send(reply, loginPage('口令不对，请再试一次。'), 403)
    if (opened === 'too-many') return send(reply, loginPage('试错的次数太多，请过十五分钟再试。'), 429)
    void reply.header('set-cookie', sessionCookie(opened.session, isTls(request)))
    return goTo(reply, '/supervisor')
  })
  server.post('/supervisor/logout', { bodyLimit }, async (request, reply) => {
    await demandOwn(request)
    await endSession(parts, request.headers.cookie)
    void reply.header('set-cookie', sessionCookie(null, isTls(request)))
    return goTo(reply, '/supervisor/login')
  })
  server.post('/supervisor/check', { bodyLimit }, async (request, reply) => {
    await demandOwn(request)
    await checkTimeLimits(parts, 'supervisor')
    return goTo(reply, '/supervisor#cards')
  })
  server.get<{ Params: { reviewId: string } }>('/supervisor/reviews/:reviewId', async (request, reply) => {
    if (!(await signedIn(request))) return goTo(reply, '/supervisor/login')
    return send(reply, reviewPage(await badReviewOf(parts, request.params.reviewId), randomUUID()))
  })
  server.post<{ Params: { reviewId: string } }>(
    '/supervisor/reviews/:reviewId',
    { bodyLimit },
    async (request, reply) => {
      await demandOwn(request)
      const entry = followUpSchema.safeParse(Object.fromEntries(formOf(request)))
      if (!entry.success) throw new HubProblem('malformed-request')
      await followUpReview(parts, request.params.reviewId, entry.data, 'supervisor')
      return goTo(reply, `/supervisor/reviews/${request.params.reviewId}`)
    },
  )
}
