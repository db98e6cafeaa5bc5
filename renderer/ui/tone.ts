/** The meaning of a colour; never the only bearer of it. */
export type Tone = 'neutral' | 'primary' | 'success' | 'waiting' | 'danger' | 'accent'
