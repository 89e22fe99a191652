// Fragments that the admin fetches with jQuery run in this page: they get its nonce, named in a header.
const nonce = document.currentScript?.nonce;
if (nonce && window.jQuery) {
  window.jQuery.ajaxPrefilter((options, original, request) => {
    if (!options.crossDomain) request.setRequestHeader("X-Page-Nonce", nonce);
  });
}
