import { useDesk } from '#renderer/platform'
import type { HubOutcome, Payment } from '#renderer/workers'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'

/** The payer looks at the telephone; this is how soon the screen notices that it is done. */
const followMs = 2_000

export interface PaymentControl {
  readonly payment: Readonly<ShallowRef<Payment | null>>
  /** Why the last answer did not come, as a code; null when it came. */
  readonly problem: Readonly<ShallowRef<string | null>>
  /** Whether the last payer's code was refused. */
  readonly refused: Readonly<ShallowRef<boolean>>
  readonly charging: Readonly<ShallowRef<boolean>>
  readonly load: () => Promise<void>
  readonly charge: (payerCode: string) => Promise<void>
}

/** 统一支付: opens the order and follows it until it is paid, or the screen is left. */
export function usePayment(intakeId: () => string): PaymentControl {
  const desk = useDesk()
  const payment = shallowRef<Payment | null>(null)
  const problem = shallowRef<string | null>(null)
  const refused = shallowRef(false)
  const charging = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let left = false

  async function ask(payerCode: string | null): Promise<void> {
    clearTimeout(timer)
    const outcome = await desk
      .desk()
      .then((worker) => worker.pay(intakeId(), payerCode))
      .catch((): HubOutcome<never> => ({ ok: false, code: 'failed' }))
    if (left) return
    if (outcome.ok) payment.value = outcome.value
    if (payerCode !== null) refused.value = !outcome.ok && outcome.code === 'hub.payment-refused'
    problem.value = outcome.ok || outcome.code === 'hub.payment-refused' ? null : outcome.code
    if (payment.value?.state !== 'paid' && problem.value !== 'hub.not-found')
      timer = setTimeout(() => void follow(), followMs)
  }

  async function follow(): Promise<void> {
    if (!charging.value) await ask(null)
  }

  onBeforeUnmount(() => {
    left = true
    clearTimeout(timer)
  })
  return {
    payment,
    problem,
    refused,
    charging,
    load: () => ask(null),
    async charge(payerCode) {
      if (charging.value) return
      charging.value = true
      try {
        await ask(payerCode)
      } finally {
        charging.value = false
      }
    },
  }
}
