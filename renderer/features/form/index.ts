export { default as FormView } from './FormView.vue'
