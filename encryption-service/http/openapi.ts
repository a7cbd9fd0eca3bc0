export const openApi = () => ({})
