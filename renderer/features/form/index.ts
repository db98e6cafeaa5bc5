export { default as FormView } from './FormEntry.vue'
