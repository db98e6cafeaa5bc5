export { default as RateView } from './RateView.vue'
