"""The interface for programs: each room's router meets the others here and nowhere else."""

from core.api.api import router as tokens
from core.api.openapi import Api
from licensing.api import router as licensing
from manufacturers.api import router as manufacturers
from tracking.api import router as customs

api = Api(
    title="Dozvil",
    version="1",
    description="Interface for programs of companies, customs and whoever checks a document.",
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("", tokens)
api.add_router("", manufacturers)
api.add_router("", licensing)
api.add_router("", customs)
