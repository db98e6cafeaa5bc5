/** What of the browser's speech is used here. */
export type Synthesis = Pick<SpeechSynthesis, 'getVoices' | 'speak' | 'cancel'>

/** A voice of this machine that speaks Chinese; null where there is none. One that sends words elsewhere is never taken. */
export function offlineVoice(voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const own = voices.filter(({ localService, lang }) => localService && /^(zh|cmn)(?![a-z])/i.test(lang))
  return own.find(({ lang }) => /cn|hans/i.test(lang)) ?? own[0] ?? null
}

/** Speech of one sentence at a time; what is said anew takes the place of what was being said. */
export interface Speaker {
  /** Whether there is a voice to speak with. */
  readonly canSpeak: () => boolean
  /** @param volume 0 to 1 */
  readonly speak: (text: string, volume: number) => void
  /** Silence at once, with nothing left in the queue. */
  readonly stop: () => void
}

/** A little slower than people talk among themselves. */
const rate = 0.9

/** @param synthesis null where the machine has none */
export function createSpeaker(synthesis: Synthesis | null): Speaker {
  const voice = (): SpeechSynthesisVoice | null =>
    synthesis === null ? null : offlineVoice(synthesis.getVoices())
  return {
    canSpeak: () => voice() !== null,
    speak(text, volume) {
      const chosen = voice()
      if (synthesis === null || chosen === null) return
      synthesis.cancel()
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.voice = chosen
      utterance.lang = chosen.lang
      utterance.rate = rate
      utterance.volume = volume
      synthesis.speak(utterance)
    },
    stop: () => synthesis?.cancel(),
  }
}
