import { AttractView } from '#renderer/features/kiosk-visit'
import { SignInView } from '#renderer/features/sign-in'
import { useSession, useTerminal } from '#renderer/platform'
import {
  createRouter,
  createWebHashHistory,
  type RouteLocationRaw,
  type RouteRecordNameGeneric,
  type RouteRecordRaw,
  type Router,
} from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Opens without anybody signed in. */
    readonly open?: boolean
    /** What stands around the screen: nothing, one scrolling page, or the intake workspace. */
    readonly frame?: 'bare' | 'page' | 'workspace'
    /** Shows the column with the departments and the receipt preview. */
    readonly aside?: boolean
    /** Key of the screen's name, for the window's title. */
    readonly title?: string
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: { name: 'desk' } },
  {
    path: '/sign-in',
    name: 'sign-in',
    // The first screen of every start: it comes with the program, and not after it.
    component: SignInView,
    meta: { open: true, frame: 'bare', title: 'signIn.title' },
  },
  {
    path: '/attract',
    name: 'attract',
    component: AttractView,
    meta: { open: true, frame: 'bare', title: 'kiosk.attract.title' },
  },
  {
    path: '/visit',
    name: 'visit',
    component: () => import('#renderer/features/kiosk-visit').then((feature) => feature.ThemesView),
    meta: { frame: 'page', title: 'kiosk.themes.title' },
  },
  {
    path: '/visit-over',
    name: 'visit-over',
    props: () => ({ saved: (window.history.state as { saved?: unknown } | null)?.saved === true }),
    component: () => import('#renderer/features/kiosk-visit').then((feature) => feature.VisitOverView),
    meta: { open: true, frame: 'bare', title: 'kiosk.over.title' },
  },
  {
    path: '/desk',
    name: 'desk',
    component: () => import('./DeskPlace.vue'),
    meta: { frame: 'page', title: 'desk.title' },
  },
  {
    path: '/setup',
    name: 'setup',
    component: () => import('#renderer/features/setup').then((feature) => feature.SetupView),
    meta: { open: true, frame: 'bare', title: 'setup.title' },
  },
  {
    path: '/lock',
    name: 'lock',
    component: () => import('#renderer/features/lock').then((feature) => feature.LockView),
    meta: { open: true, frame: 'bare', title: 'lock.title' },
  },
  {
    path: '/shift',
    name: 'shift',
    component: () => import('#renderer/features/shift').then((feature) => feature.ShiftView),
    meta: { frame: 'page', title: 'shift.title' },
  },
  {
    path: '/intakes/:intakeId',
    name: 'intake',
    props: true,
    component: () => import('#renderer/features/intake-view').then((feature) => feature.IntakeView),
    meta: { frame: 'page', title: 'intakeView.title' },
  },
  {
    path: '/intakes/:intakeId/pick-up',
    name: 'pick-up',
    props: true,
    component: () => import('#renderer/features/pick-up').then((feature) => feature.PickUpView),
    meta: { frame: 'page', title: 'pickUp.title' },
  },
  {
    path: '/hand-over/:draftId',
    name: 'hand-over',
    props: true,
    component: () => import('#renderer/features/transfer').then((feature) => feature.HandOverView),
    meta: { frame: 'page', title: 'transfer.title' },
  },
  {
    path: '/take-over',
    name: 'take-over',
    component: () => import('#renderer/features/transfer').then((feature) => feature.TakeOverView),
    meta: { frame: 'page', title: 'transfer.take.title' },
  },
  {
    path: '/progress',
    name: 'progress',
    component: () => import('#renderer/features/intake-view').then((feature) => feature.ProgressView),
    meta: { frame: 'page', title: 'intakeView.query.title' },
  },
  {
    path: '/devices',
    name: 'devices',
    component: () => import('#renderer/features/devices').then((feature) => feature.DevicesView),
    meta: { frame: 'page', title: 'devices.page.title' },
  },
  {
    path: '/care',
    name: 'care',
    component: () => import('#renderer/features/terminal-care').then((feature) => feature.TerminalCareView),
    meta: { frame: 'page', title: 'care.title' },
  },
  {
    path: '/receipt/:intakeId',
    name: 'receipt',
    props: true,
    component: () => import('#renderer/features/receipt').then((feature) => feature.ReceiptView),
    meta: { frame: 'page', title: 'receipt.done.title' },
  },
  {
    path: '/rate/:intakeId',
    name: 'rate',
    props: true,
    component: () => import('#renderer/features/review').then((feature) => feature.RateView),
    meta: { frame: 'page', title: 'review.title' },
  },
  {
    path: '/payment/:intakeId',
    name: 'payment',
    props: true,
    component: () => import('#renderer/features/payment').then((feature) => feature.PaymentView),
    meta: { frame: 'page', title: 'payment.title' },
  },
  {
    path: '/draft/:draftId',
    name: 'draft',
    props: true,
    component: () => import('./IntakeWorkspace.vue'),
    redirect: (to) => ({ name: 'draft-guide', params: to.params }),
    meta: { frame: 'workspace' },
    children: [
      {
        path: 'guide',
        name: 'draft-guide',
        props: true,
        component: () => import('#renderer/features/guide').then((feature) => feature.GuideView),
        meta: { title: 'guide.title' },
      },
      {
        path: 'form',
        name: 'draft-form',
        props: true,
        component: () => import('#renderer/features/form').then((feature) => feature.FormView),
        meta: { title: 'form.title', aside: true },
      },
      {
        path: 'materials',
        name: 'draft-materials',
        props: true,
        component: () => import('#renderer/features/materials').then((feature) => feature.MaterialsView),
        meta: { title: 'materials.title', aside: true },
      },
      {
        path: 'sign',
        name: 'draft-sign',
        props: true,
        component: () => import('#renderer/features/signing').then((feature) => feature.SigningView),
        meta: { title: 'signing.title' },
      },
      {
        path: 'review',
        name: 'draft-review',
        props: true,
        component: () => import('#renderer/features/receipt').then((feature) => feature.ReviewView),
        meta: { title: 'receipt.review.title', aside: true },
      },
    ],
  },
  {
    path: '/:anything(.*)*',
    name: 'not-found',
    component: () => import('./NotFoundView.vue'),
    meta: { open: true, frame: 'page', title: 'app.notFound' },
  },
]

/** Where a visitor to a kiosk may go: what a clerk's desk shows is nobody's who stands there. */
const forVisitors: ReadonlySet<RouteRecordNameGeneric> = new Set([
  ...['visit', 'draft', 'draft-guide', 'draft-form', 'draft-materials', 'draft-sign', 'draft-review'],
  ...['receipt', 'payment', 'rate', 'hand-over', 'visit-over'],
])
const forNobody: ReadonlySet<RouteRecordNameGeneric> = new Set(['attract', 'visit-over'])

function atKiosk(to: RouteRecordNameGeneric, signedIn: boolean): RouteLocationRaw | true {
  if (!signedIn) return forNobody.has(to) ? true : { name: 'attract' }
  return forVisitors.has(to) ? true : { name: 'visit' }
}

/** The routes. Nobody signed in sees only the sign-in screen, at a kiosk only the one that invites them. */
export function createTerminalRouter(): Router {
  const router = createRouter({ history: createWebHashHistory(), routes })
  router.beforeEach((to) => {
    const { signedIn, locked } = useSession()
    if (to.name === 'setup') return useTerminal().info === null ? true : { name: 'desk' }
    if (useTerminal().info?.mode === 'kiosk') return atKiosk(to.name, signedIn)
    if (!signedIn && to.meta.open !== true) return { name: 'sign-in' }
    if (signedIn && (to.name === 'sign-in' || to.name === 'lock')) return { name: 'desk' }
    if (to.name === 'lock' && locked === null) return { name: 'sign-in' }
    return true
  })
  return router
}
