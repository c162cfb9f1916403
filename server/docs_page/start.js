// Addresses are relative, so that the page works under /docs and /v1/docs and behind a path of a proxy. Tokens that are
// typed in stay in the page and are gone with it.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#page",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  displayOperationId: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
