export { default as IntakeView } from './IntakeView.vue'
