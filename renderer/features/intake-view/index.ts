export { default as IntakeView } from './IntakeView.vue'
export { default as ProgressView } from './ProgressView.vue'
