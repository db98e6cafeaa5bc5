import { access } from './access.ts'
import { app, workspace } from './app.ts'
import { care } from './care.ts'
import { desk } from './desk.ts'
import { devices } from './devices.ts'
import { form } from './form.ts'
import { guide } from './guide.ts'
import { intakeView } from './intake-view.ts'
import { kiosk } from './kiosk.ts'
import { lock } from './lock.ts'
import { materials } from './materials.ts'
import { paper } from './paper.ts'
import { payment } from './payment.ts'
import { pickUp } from './pick-up.ts'
import { receipt } from './receipt.ts'
import { review } from './review.ts'
import { results } from './results.ts'
import { setup } from './setup.ts'
import { shift } from './shift.ts'
import { signIn } from './sign-in.ts'
import { signing } from './signing.ts'
import { syncStatus } from './sync-status.ts'
import { tasks } from './tasks.ts'
import { transfer } from './transfer.ts'
import { ui } from './ui.ts'

/** Simplified Chinese, complete: the language of the halls. A file a feature; keys are `feature.thing`. */
export const zhCN = {
  access,
  app,
  care,
  desk,
  devices,
  form,
  guide,
  intakeView,
  kiosk,
  lock,
  materials,
  paper,
  payment,
  pickUp,
  receipt,
  results,
  review,
  setup,
  shift,
  signIn,
  signing,
  syncStatus,
  tasks,
  transfer,
  ui,
  workspace,
}
